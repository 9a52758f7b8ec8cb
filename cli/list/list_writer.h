// Writes an edition of a list so that, whatever happens, readers see the old edition or the new one, whole.
//
// Everything is written into a working directory inside the list's (so that renaming can't cross file systems), and
// waited for until it is on the disk. Then the buckets and the manifest are moved to their final names, which no reader
// knows yet. Renaming `current.minisig`, which is one step for the file system, publishes them. Whatever the umask is,
// everybody may read what is published.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "files/file_lock.h"
#include "files/files.h"
#include "selfcheck/bytes.h"
#include "selfcheck/timestamp.h"

namespace selfcheck::cli {

/// Where the buckets of the edition come from that a ListWriter writes.
enum class Buckets {
  written,  // they are written for it
  kept,     // an edition before it has them, with the same root: none is written, moved or touched, so that their
            // times, which web servers make ETags from, stay the same for all of them
};

class ListWriter {
 public:
  /// Opens the list's directory, and makes it if there is none. As long as this object lives, no other build can work
  /// there, also none on another machine. Throws a Failure if the directory holds anything but a list, or another build
  /// is at work there.
  explicit ListWriter(fs::path directory);
  /// Leaves the directory as it was, except for what was published.
  ~ListWriter();
  ListWriter(const ListWriter&) = delete;
  ListWriter& operator=(const ListWriter&) = delete;

  /// Starts an edition, and removes what earlier builds left when they were killed: no reader ever knew of it, and what
  /// was hashed for it is in its job. If the buckets are kept, then those that may be of an edition whose manifest is
  /// missing stay. The files of manifest and buckets get the time `mtime`. The pointer keeps the time when it is made,
  /// so that programs that copy only newer files copy it.
  void begin(Timestamp mtime, Buckets buckets);
  /// Returns how many editions begin() has removed.
  [[nodiscard]] std::size_t unpublished_removed() const { return unpublished_removed_; }
  /// Throws a Failure unless the disk has room for `files` more files of `size` bytes each, and some to spare. It must
  /// be called after begin(). What others write meanwhile can't be known.
  void fail_without_room(std::uint64_t files, std::uint64_t size) const;
  void write_body(std::uint32_t index, ByteSpan body);
  void append_proof(std::uint32_t index, ByteSpan proof);
  /// Reads a bucket file that has its proof back from the disk: the system is asked to forget its copy in memory first.
  /// Throws a Failure if the file can't be read.
  [[nodiscard]] Bytes read_back(std::uint32_t index) const;
  /// Publishes the edition. `manifest` must name `root`, and `pointer` that manifest. If it fails, it removes
  /// everything that readers don't know yet. Throws a Failure.
  void publish(const Digest& root, ByteSpan manifest, ByteSpan pointer);
  /// Is called once an edition is published, whose manifest has this name and names this root. Removes all others.
  /// Returns how many were removed.
  std::size_t remove_other_editions(const std::string& manifest_file, const Digest& root);

 private:
  void remove_stale_builds();
  /// Removes the manifests of these names. Their buckets may be removed once this returns, since no power cut brings a
  /// manifest back then. Returns how many were removed.
  std::size_t remove_manifests(const std::vector<std::string>& files) const;
  void move_buckets();
  void take_back() const;
  void remove_created() const;

  fs::path directory_;
  std::vector<fs::path> created_;  // the directories that this object made, outermost first
  std::optional<FileLock> lock_;
  bool published_ = false;
  Timestamp mtime_ = 0;
  Buckets buckets_ = Buckets::written;
  std::size_t unpublished_removed_ = 0;
  fs::path work_;      // the working directory; empty until begin()
  fs::path manifest_;  // the path of the edition's manifest
  fs::path root_;
  // Whether publish() moved the manifest, or the buckets, to a name that was free before.
  bool manifest_is_new_ = false;
  bool root_is_new_ = false;
};

}  // namespace selfcheck::cli
