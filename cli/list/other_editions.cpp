#include "list/other_editions.h"

#include <algorithm>
#include <set>

#include "files/list_names.h"
#include "selfcheck/list_files.h"
#include "selfcheck/minisign.h"

namespace selfcheck::cli {
namespace {

OtherEdition read_edition(const fs::path& path) {
  OtherEdition edition;
  edition.file = path.filename();
  const auto content = read_file(path, kMaxManifestSize);
  if (!content) {
    edition.fault = "it can't be read";
  } else if (manifest_file(manifest_hash(*content)) != edition.file) {
    edition.fault = "its name is not the hash of what is in it";
  } else if (auto manifest = parse_manifest(*content); !manifest) {
    edition.fault = "what is in it can't be read as a manifest";
  } else {
    edition.as_written = write_manifest(*manifest) == as_text(*content);
    edition.manifest = *std::move(manifest);
  }
  return edition;
}

std::set<std::string> never_published(const fs::path& directory) {
  std::set<std::string> files;
  for (const auto& entry : fs::directory_iterator(directory)) {
    if (!is_build_name(entry.path().filename().native())) continue;
    if (auto file = manifest_named_by(entry.path() / kUnpublishedPointer)) files.insert(*std::move(file));
  }
  return files;
}

// Returns the roots of the editions that killed builds have left, in hex, whether they came to move the manifest or
// not.
std::set<std::string> roots_of_killed_builds(const fs::path& directory) {
  std::set<std::string> roots;
  const auto add_root_of = [&roots](const fs::path& path) {
    const auto content = read_file(path, kMaxManifestSize);
    if (!content) return;
    if (const auto manifest = parse_manifest(*content)) roots.insert(to_hex(manifest->root));
  };
  for (const auto& entry : fs::directory_iterator(directory)) {
    if (is_build_name(entry.path().filename().native())) add_root_of(entry.path() / kUnpublishedManifest);
  }
  for (const std::string& file : never_published(directory)) add_root_of(directory / file);
  return roots;
}

EditionState state_of(const std::optional<Manifest>& manifest, const Manifest* current) {
  if (!manifest) return EditionState::unreadable;
  if (current == nullptr || manifest->list_id != current->list_id) return EditionState::other_list;
  return manifest->sequence < current->sequence ? EditionState::older : EditionState::not_older;
}

}  // namespace

std::optional<std::string> manifest_named_by(const fs::path& pointer) {
  const auto content = read_file(pointer, minisign::kMaxSignatureSize);
  if (!content) return std::nullopt;
  const auto signature = minisign::parse_signature(*content);
  if (!signature) return std::nullopt;
  const auto hash = parse_pointer_comment(signature->trusted_comment);
  if (!hash) return std::nullopt;
  return manifest_file(*hash);
}

std::vector<OtherEdition> other_editions(const fs::path& directory, const Manifest* current,
                                         const std::string& current_file) {
  const std::set<std::string> unpublished = never_published(directory);
  std::vector<OtherEdition> editions;
  for (const auto& entry : fs::directory_iterator(directory)) {
    const std::string name = entry.path().filename();
    if (!is_manifest_name(name) || name == current_file) continue;
    OtherEdition edition = read_edition(entry.path());
    edition.state = unpublished.contains(name) ? EditionState::unpublished : state_of(edition.manifest, current);
    editions.push_back(std::move(edition));
  }
  std::sort(editions.begin(), editions.end(), [](const auto& a, const auto& b) { return a.file < b.file; });
  return editions;
}

std::vector<fs::path> unnamed_buckets(const fs::path& directory) {
  std::set<std::string> named;
  for (const auto& entry : fs::directory_iterator(directory)) {
    if (!is_manifest_name(entry.path().filename().native())) continue;
    const auto manifest = read_edition(entry.path()).manifest;
    if (!manifest) return {};
    named.insert(to_hex(manifest->root));
  }
  std::vector<fs::path> unnamed;
  const fs::path buckets = directory / "buckets";
  if (!fs::is_directory(buckets)) return unnamed;
  for (const auto& entry : fs::directory_iterator(buckets)) {
    const std::string name = entry.path().filename();
    if (is_root_name(name) && !named.contains(name)) unnamed.push_back(entry.path());
  }
  return unnamed;
}

std::vector<fs::path> lost_buckets(const fs::path& directory) {
  std::vector<fs::path> buckets = unnamed_buckets(directory);
  if (buckets.empty()) return buckets;
  const std::set<std::string> killed = roots_of_killed_builds(directory);
  std::erase_if(buckets, [&](const fs::path& path) { return killed.contains(path.filename().native()); });
  return buckets;
}

}  // namespace selfcheck::cli
