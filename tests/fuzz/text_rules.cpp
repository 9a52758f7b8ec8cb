// What texts and addresses may look like. The first byte chooses the rule, and the rest is the text.
#include "text_rules.h"

#include <algorithm>
#include <string>

#include "expect.h"
#include "references/utf8.h"

using namespace selfcheck;

namespace {

void plain_text(std::string_view text) {
  const auto points = reference::code_points(text);
  const bool plain = points && std::none_of(points->begin(), points->end(), [](char32_t c) {
                       return c <= 0x1F || (c >= 0x7F && c <= 0x9F) || c == 0x61C || c == 0x200E || c == 0x200F ||
                              (c >= 0x2028 && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069) || c == 0xFEFF ||
                              (c >= 0xFFF9 && c <= 0xFFFB) || (c >= 0xE0000 && c <= 0xE007F);
                     });
  EXPECT(is_plain_text(text) == plain);
}

void language_tag(std::string_view tag) {
  // `en`, `pa-Guru`: split at the hyphens, an empty part included.
  std::size_t parts = 0;
  bool fits = true;
  for (std::size_t at = 0; at <= tag.size(); ++parts) {
    const std::size_t end = std::min(tag.find('-', at), tag.size());
    const std::string_view part = tag.substr(at, end - at);
    fits = fits && part.size() >= 2 && part.size() <= (parts == 0 ? 3u : 8u);
    for (const char c : part) {
      const bool lower = c >= 'a' && c <= 'z', other = (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
      fits = fits && (lower || (parts > 0 && other));
    }
    at = end + 1;
  }
  EXPECT(is_language_tag(tag) == (fits && parts <= 4));
}

// Checks what docs/FORMAT.md section 7 says of an address that was accepted, and that it can't end an attribute.
void expect_safe(std::string_view url) {
  EXPECT(std::all_of(url.begin(), url.end(), [](char c) {
    return c > 0x20 && c < 0x7F && std::string_view("\"'<>\\^`{|}").find(c) == std::string_view::npos;
  }));
}
void expect_host(std::string_view url, std::string_view scheme) {
  std::string_view host = url.substr(scheme.size());
  host = host.substr(0, host.find_first_of("/?#"));
  if (const std::size_t colon = host.find(':'); colon != std::string_view::npos) {
    const std::string_view port = host.substr(colon + 1);
    EXPECT(!port.empty() && port.size() <= 5);
    EXPECT(port.find_first_not_of("0123456789") == std::string_view::npos);
    host = host.substr(0, colon);
  }
  EXPECT(!host.empty() && host.front() != '.');
  EXPECT(host.find_first_not_of("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-.") ==
         std::string_view::npos);
  if (scheme == "http://") EXPECT(host == "127.0.0.1" || host == "localhost");
}

void address(std::string_view url) {
  constexpr std::string_view kHttps = "https://", kHttp = "http://";
  if (is_https_url(url)) {
    EXPECT(url.starts_with(kHttps));
    expect_safe(url);
    expect_host(url, kHttps);
    // What follows the path's beginning can't change whose address it is.
    EXPECT(is_https_url(std::string(url) + "/user:password@other.example/"));
  }
  if (is_list_url(url)) {
    expect_safe(url);
    EXPECT(url.ends_with('/') && url.find('?') == std::string_view::npos && url.find('#') == std::string_view::npos);
    if (url.starts_with(kHttps)) {
      EXPECT(is_https_url(url));
    } else if (url.starts_with(kHttp)) {
      expect_host(url, kHttp);
    } else {
      EXPECT(!url.starts_with("//") && url.find(':') == std::string_view::npos);
    }
    // A directory of the list is at such an address, too.
    EXPECT(is_list_url(std::string(url) + "buckets/"));
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  const std::string text(reinterpret_cast<const char*>(data) + 1, size - 1);
  using Rule = void (*)(std::string_view);
  constexpr Rule kRules[] = {plain_text, language_tag, address};
  kRules[data[0] % std::size(kRules)](text);
  return 0;
}
