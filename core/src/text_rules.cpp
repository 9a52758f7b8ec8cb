#include "text_rules.h"

#include <algorithm>

#include "utf8.h"

namespace selfcheck {

namespace {

bool is_lower(char c) { return c >= 'a' && c <= 'z'; }
bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_alphanumeric(char c) { return is_lower(c) || (c >= 'A' && c <= 'Z') || is_digit(c); }

// Returns whether all characters are those of RFC 3986, without the apostrophe. The characters that are left out could
// end an HTML attribute, or are read differently by different parsers.
bool is_url_text(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) {
    return c > ' ' && c < 0x7F && std::string_view("\"'<>\\^`{|}").find(c) == std::string_view::npos;
  });
}

bool is_authority(std::string_view text) {
  const std::size_t colon = text.find(':');
  const std::string_view host = text.substr(0, colon);
  const std::string_view port = colon == std::string_view::npos ? "" : text.substr(colon + 1);
  return !host.empty() && host.front() != '.' &&
         std::all_of(host.begin(), host.end(), [](char c) { return is_alphanumeric(c) || c == '-' || c == '.'; }) &&
         (colon == std::string_view::npos || !port.empty()) && port.size() <= 5 &&
         std::all_of(port.begin(), port.end(), is_digit);
}

std::string_view authority_after(std::string_view url, std::string_view scheme) {
  return url.substr(scheme.size(), url.find_first_of("/?#", scheme.size()) - scheme.size());
}

constexpr std::string_view kHttps = "https://";
constexpr std::string_view kHttp = "http://";

bool is_local_http_url(std::string_view url) {
  if (!url.starts_with(kHttp) || !is_url_text(url)) return false;
  const std::string_view authority = authority_after(url, kHttp);
  const std::string_view host = authority.substr(0, authority.find(':'));
  return is_authority(authority) && (host == "127.0.0.1" || host == "localhost");
}

bool is_relative_url(std::string_view url) {
  return is_url_text(url) && !url.starts_with("//") && url.find(':') == std::string_view::npos;
}

}  // namespace

bool is_plain_text(std::string_view text) {
  for (std::size_t at = 0; at < text.size();) {
    const auto c = utf8::next(text, at);
    if (!c) return false;
    const auto in = [c](char32_t first, char32_t last) { return *c >= first && *c <= last; };
    // Control characters.
    if (in(0, 0x1F) || in(0x7F, 0x9F)) return false;
    // Bidirectional and line-separating characters.
    if (*c == 0x061C || in(0x200E, 0x200F) || in(0x2028, 0x202E) || in(0x2066, 0x2069)) return false;
    // The byte order mark, annotation marks and tag characters.
    if (*c == 0xFEFF || in(0xFFF9, 0xFFFB) || in(0xE0000, 0xE007F)) return false;
  }
  return true;
}

bool is_language_tag(std::string_view tag) {
  std::size_t subtags = 0;
  while (true) {
    const std::size_t end = tag.find('-');
    const std::string_view part = tag.substr(0, end);
    const bool fits =
        subtags == 0 ? part.size() >= 2 && part.size() <= 3 && std::all_of(part.begin(), part.end(), is_lower)
                     : part.size() >= 2 && part.size() <= 8 && std::all_of(part.begin(), part.end(), is_alphanumeric);
    if (!fits || ++subtags > 4) return false;
    if (end == std::string_view::npos) return true;
    tag.remove_prefix(end + 1);
  }
}

bool is_https_url(std::string_view url) {
  return url.starts_with(kHttps) && is_url_text(url) && is_authority(authority_after(url, kHttps));
}

bool is_list_url(std::string_view url) {
  return url.ends_with('/') && url.find_first_of("?#") == std::string_view::npos &&
         (is_https_url(url) || is_local_http_url(url) || is_relative_url(url));
}

}  // namespace selfcheck
