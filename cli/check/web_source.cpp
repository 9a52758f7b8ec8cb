#include "check/web_source.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "base/failure.h"

namespace selfcheck::cli {
namespace {

constexpr std::uint32_t kOk = 200, kNotFound = 404, kGone = 410;

constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF", kBlanks = " \t\r\n";

// Returns whether a body is a web page, as hosts and networks send it in the place of what they don't have: it begins
// with a `<` and a few characters of ASCII. No pointer and no manifest does, and of 10^8 buckets hardly one.
bool begins_like_page(std::string_view body) {
  constexpr std::size_t kStart = 16;
  if (body.starts_with(kByteOrderMark)) body.remove_prefix(kByteOrderMark.size());
  const std::size_t first = body.find_first_not_of(kBlanks);
  if (first == std::string_view::npos || body[first] != '<') return false;
  const std::string_view start = body.substr(first, kStart);
  return std::all_of(start.begin(), start.end(),
                     [](char c) { return (c >= 0x20 && c < 0x7F) || kBlanks.find(c) != std::string_view::npos; });
}

// Returns whether a web page came in the place of the file. A bucket of the right size is no page, whatever it begins
// with.
bool is_page(const Bytes& body, const std::string& name, std::size_t max_size) {
  return begins_like_page(as_text(body)) && (body.size() != max_size || !name.ends_with(".bin"));
}

ListFile file_from(HttpAnswer answer, const std::string& name, std::size_t max_size) {
  if (answer.status == 0) {
    return tl::unexpected(Reason{"network_failed", fmt::format("the list's host gave no answer ({})", answer.problem),
                                 "see whether the address is right and this machine online, and try again"});
  }
  if (answer.status == kNotFound || answer.status == kGone) return tl::unexpected(missing_file(name));
  if (answer.status != kOk) {
    const bool elsewhere = answer.status / 100 == 3;
    return tl::unexpected(
        Reason{"server_error", fmt::format("the list's host answered with status {}", answer.status),
               elsewhere ? "give the address where the list really is: nothing leads from here to another one"
                         : "try again later"});
  }
  if (is_page(answer.body, name, max_size)) return tl::unexpected(page_in_place_of(name));
  if (answer.body.size() > max_size) return tl::unexpected(too_large_file(name));
  return std::move(answer.body);
}

}  // namespace

WebSource::WebSource(std::string address) : address_(std::move(address)) {
  if (!address_.ends_with('/')) address_ += '/';
  if (!may_be_asked(address_) || address_.find_first_of("?#") != std::string::npos) {
    throw Failure(ExitCode::usage, "a list's address is https://, or http:// on this machine, without ? and #",
                  "--list DIR takes a directory");
  }
}

std::vector<ListFile> WebSource::read_all(std::span<const std::string> names, std::size_t max_size) {
  std::vector<ListFile> files;
  while (files.size() < names.size()) {
    const auto batch = names.subspan(files.size(), std::min(kAtOnce, names.size() - files.size()));
    std::vector<HttpRequest> requests;
    for (const std::string& name : batch) requests.push_back({.url = address_ + name, .max_size = max_size});
    auto answers = client_.exchange(requests);
    for (std::size_t i = 0; i < batch.size(); ++i) {
      files.push_back(file_from(std::move(answers[i]), batch[i], max_size));
    }
  }
  return files;
}

}  // namespace selfcheck::cli
