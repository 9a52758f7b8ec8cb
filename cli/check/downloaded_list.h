// Fetches a published list, the whole of it, into a directory of its own.
#pragma once

#include <optional>

#include "check/reason.h"
#include "check/web_source.h"
#include "files/files.h"
#include "selfcheck/pins.h"

namespace selfcheck::cli {

/// The directory lies in that for temporary files (the environment variable TMPDIR), and is removed when this object is
/// destroyed.
class DownloadedList {
 public:
  /// Throws a Failure if the directory can't be made.
  DownloadedList();
  ~DownloadedList();
  DownloadedList(const DownloadedList&) = delete;
  DownloadedList& operator=(const DownloadedList&) = delete;

  [[nodiscard]] const fs::path& directory() const { return directory_; }

  /// Fetches the present edition's files, with a progress line: the pointer; the manifest that it names, if one of the
  /// pin's keys has signed the pointer; and every bucket that this manifest names, if it is the one that was signed.
  /// Nothing is verified beyond that. What the host does not have is left out, and what is longer than it may be
  /// becomes a file that is too long: both are for whoever verifies to find. Returns why the list could not be fetched
  /// (network_failed, server_error, not_the_file), or nothing. Throws a Failure if the disk has no room, or a signal
  /// asks to stop.
  [[nodiscard]] std::optional<Reason> fetch(WebSource& source, const Pin& pin);

 private:
  void write(ByteSpan content, const std::string& name) const;
  [[nodiscard]] std::optional<Reason> take(const ListFile& file, const std::string& name, std::size_t max_size) const;

  fs::path directory_;
};

}  // namespace selfcheck::cli
