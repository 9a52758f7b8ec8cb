#include "list/list_writer.h"

#include <fmt/format.h>
#include <sys/stat.h>

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <string>

#include "base/failure.h"
#include "base/redact.h"
#include "base/stop_signals.h"
#include "base/wording.h"
#include "files/disk_room.h"
#include "files/list_names.h"
#include "list/other_editions.h"
#include "selfcheck/list_files.h"
#include "selfcheck/manifest.h"
#include "selfcheck/minisign.h"

namespace selfcheck::cli {
namespace {

constexpr std::string_view kBucketsDirectory = "buckets";

// Whether a list's directory may have an entry of this name. The pointer itself may be missing: a killed first build
// leaves the others without it.
bool is_ours(std::string_view name) {
  return name == kPointerFile || name == kBucketsDirectory || is_manifest_name(name) || is_build_name(name);
}

// Turns exceptions of std::filesystem, which quote paths, into Failures, where paths are redacted.
template <typename Work>
auto with_failures(std::string_view action, const fs::path& path, Work work) {
  try {
    return work();
  } catch (const fs::filesystem_error& error) {
    throw Failure::from_errno(fmt::format("{} {}", action, shown_path(path)), error.code().value());
  }
}

void fail_unless_ours(const fs::path& directory) {
  for (const auto& entry : fs::directory_iterator(directory)) {
    const std::string name = entry.path().filename();
    if (is_ours(name) || (is_file_manager_name(name) && entry.is_regular_file())) continue;
    throw Failure(ExitCode::rejected, fmt::format("{} holds other things than a list", shown_path(directory)),
                  "a list has a directory of its own: move them elsewhere, or choose a new or empty directory");
  }
}

}  // namespace

ListWriter::ListWriter(fs::path directory) : directory_(std::move(directory)) {
  try {
    with_failures("use", directory_, [this] {
      created_ = make_public_directories(directory_);
      fail_unless_ours(directory_);
    });
    lock_.emplace(FileLock::take(directory_ / kBuildLock,
                                 fmt::format("another build or renewal is writing to {}", shown_path(directory_))));
  } catch (...) {
    remove_created();
    throw;
  }
}

ListWriter::~ListWriter() {
  std::error_code ignored;
  if (!published_) take_back();
  if (!work_.empty()) fs::remove_all(work_, ignored);
  lock_.reset();  // the lock's file lies in the directory, which can't be removed before
  if (!published_) remove_created();
}

void ListWriter::remove_created() const {
  std::error_code ignored;
  for (auto made = created_.rbegin(); made != created_.rend(); ++made) fs::remove(*made, ignored);
}

void ListWriter::remove_stale_builds() {
  // This is the only build that is running here, since the directory is locked. The manifests that a killed build's
  // pointer names go first: that pointer lies in what is removed next.
  const auto published = manifest_named_by(directory_ / kPointerFile).value_or("");
  std::vector<std::string> manifests;
  for (const OtherEdition& edition : other_editions(directory_, nullptr, published)) {
    if (edition.state == EditionState::unpublished) manifests.push_back(edition.file);
  }
  std::vector<fs::path> kept;
  if (buckets_ == Buckets::kept) kept = lost_buckets(directory_);
  unpublished_removed_ = remove_manifests(manifests);
  for (const fs::path& buckets : unnamed_buckets(directory_)) {
    if (std::find(kept.begin(), kept.end(), buckets) == kept.end()) fs::remove_all(buckets);
  }
  for (const auto& entry : fs::directory_iterator(directory_)) {
    const std::string name = entry.path().filename();
    if (is_build_name(name) && name != kBuildLock) fs::remove_all(entry.path());
  }
}

std::size_t ListWriter::remove_manifests(const std::vector<std::string>& files) const {
  std::size_t removed = 0;
  for (const std::string& file : files) removed += fs::remove(directory_ / file) ? 1 : 0;
  sync_directory(directory_);  // also where there are none: a run that was killed may have removed some
  return removed;
}

void ListWriter::begin(Timestamp mtime, Buckets buckets) {
  mtime_ = mtime;
  buckets_ = buckets;
  with_failures("write to", directory_, [this] { remove_stale_builds(); });
  std::string work = (directory_ / fmt::format("{}XXXXXX", kBuildPrefix)).native();
  if (mkdtemp(work.data()) == nullptr) throw Failure::from_errno("write to " + shown_path(directory_), errno);
  work_ = work;
  make_public_directories(work_ / kBucketsDirectory);
}

void ListWriter::fail_without_room(std::uint64_t files, std::uint64_t size) const {
  cli::fail_without_room(work_, directory_, "the list", files, size);
}

void ListWriter::write_body(std::uint32_t index, ByteSpan body) {
  throw_if_stopped();
  create_unnamed_yet(work_ / kBucketsDirectory / bucket_file(index), body);
}

void ListWriter::append_proof(std::uint32_t index, ByteSpan proof) {
  throw_if_stopped();
  finish_file(work_ / kBucketsDirectory / bucket_file(index), proof, mtime_);
}

Bytes ListWriter::read_back(std::uint32_t index) const {
  const fs::path path = work_ / kBucketsDirectory / bucket_file(index);
  forget_cached(path);
  return read_file_or_fail(path, kMaxBucketFileSize);
}

void ListWriter::move_buckets() {
  const fs::path built = work_ / kBucketsDirectory;
  if (!fs::exists(root_)) {
    rename_or_fail(built, root_);
    root_is_new_ = true;
    return;
  }
  // The same buckets were built before. The root is the hash of their content, so replacing them file by file changes
  // nothing for readers, and repairs what may have been damaged since.
  for (const auto& entry : fs::directory_iterator(built)) rename_or_fail(entry.path(), root_ / entry.path().filename());
  sync_directory(root_);
}

void ListWriter::publish(const Digest& root, ByteSpan manifest, ByteSpan pointer) {
  manifest_ = directory_ / manifest_file(manifest_hash(manifest));
  root_ = directory_ / bucket_directory(root);
  with_failures("write to", directory_, [&] {
    const fs::path new_manifest = work_ / kUnpublishedManifest, new_pointer = work_ / kUnpublishedPointer;
    create_unnamed_yet(new_manifest, {});
    finish_file(new_manifest, manifest, mtime_);
    create_unnamed_yet(new_pointer, pointer);
    sync_directory(work_ / kBucketsDirectory);
    sync_directory(work_);

    throw_if_stopped();
    if (buckets_ == Buckets::written) {
      make_public_directories(root_.parent_path());
      move_buckets();
      sync_directory(root_.parent_path());
    }
    manifest_is_new_ = !fs::exists(manifest_);
    rename_or_fail(new_manifest, manifest_);
    sync_directory(directory_);
    rename_or_fail(new_pointer, directory_ / kPointerFile);
    published_ = true;
    sync_directory(directory_);
  });
}

void ListWriter::take_back() const {
  std::error_code ignored;
  // A network file system may have renamed the pointer although it reported a failure. If the pointer can't be read,
  // nobody knows what it names.
  const auto pointer = read_file(directory_ / kPointerFile, minisign::kMaxSignatureSize);
  if (!pointer && pointer.error() != ReadProblem::missing) return;
  if (!manifest_.empty() && manifest_named_by(directory_ / kPointerFile) == manifest_.filename().native()) return;
  if (manifest_is_new_) {
    try {
      remove_manifests({manifest_.filename().native()});
    } catch (...) {
      return;  // where the manifest stays, or a power cut could bring it back, its buckets stay, too
    }
  }
  if (root_is_new_) fs::remove_all(root_, ignored);
  if (!root_.empty()) fs::remove(root_.parent_path(), ignored);  // succeeds only if it is empty
}

std::size_t ListWriter::remove_other_editions(const std::string& manifest_file, const Digest& root) {
  std::size_t removed = 0;
  const fs::path kept = directory_ / bucket_directory(root);
  with_failures("remove old editions from", directory_, [&] {
    std::vector<std::string> manifests;
    for (const auto& entry : fs::directory_iterator(directory_)) {
      const std::string name = entry.path().filename();
      if (is_manifest_name(name) && name != manifest_file) manifests.push_back(name);
    }
    removed = remove_manifests(manifests);
    for (const auto& entry : fs::directory_iterator(kept.parent_path())) {
      if (is_root_name(entry.path().filename().native()) && entry.path() != kept) fs::remove_all(entry.path());
    }
  });
  return removed;
}

}  // namespace selfcheck::cli
