// Writes an edition of a list so that, whatever happens, readers see the old edition or the new one, whole.
//
// Everything is written into a directory of its own inside the list's (so that renaming can't cross file systems) and
// waited for until it is on the disk. Then the buckets and the manifest are moved to their final names, which no
// reader knows yet; and the rename of `current.minisig`, one step for the file system, publishes them. Whatever the
// umask, everybody may read what is published.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "files/file_lock.h"
#include "files/files.h"
#include "list/other_editions.h"
#include "selfcheck/bytes.h"
#include "selfcheck/timestamp.h"

namespace selfcheck::cli {

class ListWriter {
 public:
  /// Opens the list's directory, makes it if there is none, and keeps other builds out while this one lives, also those
  /// of other machines. Throws a Failure if the directory holds anything but a list, or another build is at work there.
  explicit ListWriter(fs::path directory);
  /// Leaves the directory as it was, but for what was published.
  ~ListWriter();
  ListWriter(const ListWriter&) = delete;
  ListWriter& operator=(const ListWriter&) = delete;

  /// Starts an edition; removes what earlier builds left when they were killed. Manifest and buckets will have the time
  /// `mtime`; the pointer has that of its making, so that a program that copies newer files copies it.
  void begin(Timestamp mtime);
  /// Throws a Failure unless the disk has room for `files` more files of `size` bytes each, and some to spare. After
  /// begin(). What others write meanwhile can't be known.
  void fail_without_room(std::uint64_t files, std::uint64_t size) const;
  void write_body(std::uint32_t index, ByteSpan body);
  void append_proof(std::uint32_t index, ByteSpan proof);
  /// A bucket file that has its proof, as the disk has it: the system is asked to forget its own copy first. Throws a
  /// Failure if it can't be read.
  [[nodiscard]] Bytes read_back(std::uint32_t index) const;
  /// `manifest` must name `root`, and `pointer` that manifest. Failing, it takes everything back that readers don't
  /// know.
  void publish(const Digest& root, ByteSpan manifest, ByteSpan pointer);
  /// The same where `root` has its buckets already, from an edition before: they are neither written nor touched, so
  /// that their times, which web servers' ETags are made of, stay the same for all of them.
  void publish_with_present_buckets(const Digest& root, ByteSpan manifest, ByteSpan pointer);
  /// Once an edition is published: removes those of `others` that never were, or seem not to have been (`not_older`),
  /// with their buckets. Gives how many were removed.
  std::size_t remove_unpublished(const std::vector<OtherEdition>& others);
  /// Removes all editions but the one that was published. Gives how many were removed.
  std::size_t remove_other_editions();

 private:
  void remove_stale_builds() const;
  void remove_unnamed_buckets() const;
  void move_buckets();
  void publish_manifest(const Digest& root, ByteSpan manifest, ByteSpan pointer, bool with_buckets);
  void take_back() const;
  void remove_created() const;

  fs::path directory_;
  std::vector<fs::path> created_;  // directories, outermost first
  std::optional<FileLock> lock_;
  bool published_ = false;
  Timestamp mtime_ = 0;
  fs::path work_;      // empty until begin()
  fs::path manifest_;  // of the edition that was published
  fs::path root_;
  // What publish() has moved to a name that was free.
  bool manifest_is_new_ = false;
  bool root_is_new_ = false;
};

}  // namespace selfcheck::cli
