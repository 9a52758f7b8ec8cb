// The file that names rejected records.
#pragma once

#include <fstream>
#include <string>
#include <vector>

#include "files/files.h"
#include "input/reject_reason.h"

namespace selfcheck::cli {

/// A CSV file with one row a record: the number of its file and its own, the line where it begins, and the reason.
/// Never its text.
class RejectsFile {
 public:
  /// Replaces what an earlier run has written. An empty `path`: no file. Throws a Failure if it can't be written, and
  /// if it is one of the inputs or anything else than a file of rejects.
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
