#include "list_names.h"

#include "selfcheck/bytes.h"
#include "selfcheck/list_files.h"

namespace selfcheck::cli {

bool is_manifest_name(std::string_view name) {
  // The prefix and suffix are manifest_file()'s; asking it keeps them in one place.
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

bool is_build_name(std::string_view name) { return name.starts_with(kBuildPrefix); }

bool is_file_manager_name(std::string_view name) {
  return name == ".DS_Store" || name == "Thumbs.db" || name == "desktop.ini" || name.starts_with("._");
}

}  // namespace selfcheck::cli
