// Writes the file that says which records were rejected.
#pragma once

#include <fstream>
#include <string>
#include <vector>

#include "files/files.h"
#include "input/reject_reason.h"

namespace selfcheck::cli {

/// A CSV file with one row for each record: the number of the record's file, its own number, the line where it begins,
/// and the reason, but never the record's text.
class RejectsFile {
 public:
  /// Replaces the file of an earlier run. If `path` is empty, no file is written. Throws a Failure if the file can't be
  /// written, or is one of the inputs or anything else than a file of rejects.
  RejectsFile(const std::string& path, const std::vector<std::string>& inputs);

  void add(Place place, const RejectReason& reason);
  /// Throws a Failure if anything was not written.
  void close();

 private:
  void fail_if_something_else() const;
  void check() const;

  std::string path_;
  std::ofstream file_;
};

}  // namespace selfcheck::cli
