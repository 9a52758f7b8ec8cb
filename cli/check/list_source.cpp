#include "check/list_source.h"

#include <fmt/format.h>

#include <string_view>
#include <utility>

namespace selfcheck::cli {
namespace {

constexpr std::string_view kFetchAgain = "get a complete copy of the list, and check again";

std::string shown(const std::string& name) {
  return name.ends_with(".bin") ? "a bucket file" : fmt::format("the file {}", name);
}

Reason file_reason(std::string_view code, const std::string& name, std::string_view problem) {
  return {std::string(code), fmt::format("{} {}", shown(name), problem), std::string(kFetchAgain)};
}

}  // namespace

ListFile ListSource::read(const std::string& name, std::size_t max_size) {
  return std::move(read_all({&name, 1}, max_size).front());
}

Reason missing_file(const std::string& name) { return file_reason("file_missing", name, "is missing"); }

Reason too_large_file(const std::string& name) { return file_reason("file_too_large", name, "is too large"); }

Reason page_in_place_of(const std::string& name) {
  return {"not_the_file", fmt::format("the list's host sent a web page in the place of {}", shown(name)),
          "see whether the address is right, and whether this network wants a login first; then try again"};
}

std::vector<ListFile> DirectorySource::read_all(std::span<const std::string> names, std::size_t max_size) {
  std::vector<ListFile> files;
  for (const std::string& name : names) {
    auto content = read_file(directory_ / name, max_size);
    if (content) {
      files.emplace_back(*std::move(content));
    } else if (content.error() == ReadProblem::missing) {
      files.emplace_back(tl::unexpected(missing_file(name)));
    } else if (content.error() == ReadProblem::too_large) {
      files.emplace_back(tl::unexpected(too_large_file(name)));
    } else {
      files.emplace_back(tl::unexpected(file_reason("file_unreadable", name, "can't be read")));
    }
  }
  return files;
}

}  // namespace selfcheck::cli
