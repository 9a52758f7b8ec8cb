#include "check/downloaded_list.h"

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <fstream>
#include <string>
#include <vector>

#include "base/failure.h"
#include "files/disk_room.h"
#include "selfcheck/list_files.h"
#include "selfcheck/verified_list.h"
#include "terminal/progress.h"

namespace selfcheck::cli {
namespace {

fs::path new_temporary_directory() {
  std::error_code error;
  const fs::path parent = fs::temp_directory_path(error);
  if (error) throw Failure::from_errno("use the directory for temporary files", error.value());
  std::string path = (parent / "selfcheck-XXXXXX").native();
  if (mkdtemp(path.data()) == nullptr) throw Failure::from_errno("make a directory for temporary files", errno);
  return path;
}

}  // namespace

DownloadedList::DownloadedList() : directory_(new_temporary_directory()) {}

DownloadedList::~DownloadedList() {
  std::error_code error;
  fs::remove_all(directory_, error);
}

void DownloadedList::write(ByteSpan content, const std::string& name) const {
  std::ofstream file(directory_ / name, std::ios::binary);
  file << as_text(content);
  if (!file.flush()) throw Failure(ExitCode::system, "can't write the list into the directory for temporary files");
}

std::optional<Reason> DownloadedList::take(const ListFile& file, const std::string& name, std::size_t max_size) const {
  if (file) {
    write(*file, name);
  } else if (file.error().code == "file_too_large") {
    write(Bytes(max_size + 1), name);
  } else if (file.error().code != "file_missing") {
    return file.error();
  }
  return std::nullopt;
}

std::optional<Reason> DownloadedList::fetch(WebSource& source, const Pin& pin) {
  const std::string pointer_name(kPointerFile);
  const ListFile pointer_file = source.read(pointer_name, minisign::kMaxSignatureSize);
  if (auto problem = take(pointer_file, pointer_name, minisign::kMaxSignatureSize)) return problem;
  if (!pointer_file) return std::nullopt;
  const auto pointer = verify_pointer(pin, *pointer_file);
  if (!pointer) return std::nullopt;

  const std::string manifest_name = manifest_file(pointer->manifest_hash);
  const ListFile file = source.read(manifest_name, kMaxManifestSize);
  if (auto problem = take(file, manifest_name, kMaxManifestSize)) return problem;
  if (!file || manifest_hash(*file) != pointer->manifest_hash) return std::nullopt;
  const auto manifest = parse_manifest(*file);
  if (!manifest) return std::nullopt;

  const std::uint64_t count = manifest->bucket_count(), size = manifest->bucket_file_size();
  fail_without_room(directory_, directory_, "the list", count, size);
  fs::create_directories(directory_ / bucket_directory(manifest->root));
  Progress progress("downloading", count);
  for (std::uint64_t first = 0; first < count; first += WebSource::kAtOnce) {
    std::vector<std::string> names;
    for (std::uint64_t i = first; i < std::min(count, first + WebSource::kAtOnce); ++i) {
      names.push_back(bucket_path(manifest->root, static_cast<std::uint32_t>(i)));
    }
    const auto buckets = source.read_all(names, size);
    for (std::size_t i = 0; i < names.size(); ++i) {
      if (auto problem = take(buckets[i], names[i], size)) return problem;
    }
    progress.update(first);
  }
  return std::nullopt;
}

}  // namespace selfcheck::cli
