// A published list, whole, in a directory of its own.
#pragma once

#include <optional>

#include "check/reason.h"
#include "check/web_source.h"
#include "files/files.h"
#include "selfcheck/pins.h"

namespace selfcheck::cli {

/// In the directory for temporary files (the environment variable TMPDIR); removed when this goes.
class DownloadedList {
 public:
  /// Throws a Failure if the directory can't be made.
  DownloadedList();
  ~DownloadedList();
  DownloadedList(const DownloadedList&) = delete;
  DownloadedList& operator=(const DownloadedList&) = delete;

  [[nodiscard]] const fs::path& directory() const { return directory_; }

  /// The present edition's files, with a progress line: the pointer; the manifest that it names, if one of the pin's
  /// keys has signed the pointer; and every bucket that this manifest names, if it is the one that was signed. Nothing
  /// is verified beyond that. What the host does not have is left out, and what is longer than it may be is there as a
  /// file that is too long: both for whoever verifies to find. Reasons: network_failed, server_error. Throws a Failure
  /// if the disk has no room, or a signal asks to stop.
  [[nodiscard]] std::optional<Reason> fetch(WebSource& source, const Pin& pin);

 private:
  void write(ByteSpan content, const std::string& name) const;
  [[nodiscard]] std::optional<Reason> take(const ListFile& file, const std::string& name, std::size_t max_size) const;

  fs::path directory_;
};

}  // namespace selfcheck::cli
