#include "files/list_names.h"

#include <algorithm>
#include <string>

#include "selfcheck/bytes.h"
#include "selfcheck/list_files.h"

namespace selfcheck::cli {

bool is_manifest_name(std::string_view name) {
  // The prefix and the suffix are taken from manifest_file(), so that they are kept in one place.
  constexpr std::size_t kHexSize = 2 * sizeof(Digest);
  const std::string model = manifest_file(Digest{});
  const std::size_t at = model.find(std::string(kHexSize, '0'));
  Digest hash{};
  return name.size() == model.size() && from_hex(name.substr(at, kHexSize), hash) && name == manifest_file(hash);
}

bool is_root_name(std::string_view name) {
  Digest root{};
  return from_hex(name, root);
}

bool is_bucket_name(std::string_view name, std::uint64_t buckets) {
  // Looks for the name among the bucket files in the order of their indices, since names sort like the numbers in them.
  for (std::uint64_t low = 0, high = buckets; low < high;) {
    const std::uint64_t middle = (low + high) / 2;
    const std::string there = bucket_file(static_cast<std::uint32_t>(middle));
    if (there == name) return true;
    if (there < name) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return false;
}

bool is_build_name(std::string_view name) { return name.starts_with(kBuildPrefix); }

bool is_file_manager_name(std::string_view name) {
  std::string lower(name);
  std::transform(lower.begin(), lower.end(), lower.begin(),
                 [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
  return lower == ".ds_store" || lower == "thumbs.db" || lower == "desktop.ini" || lower.starts_with("._");
}

}  // namespace selfcheck::cli
