// The format of a file that carries a part of a job to another machine: `job export` writes it, and `job import` reads
// it (transfer.h). It is a sequence of sealed files (sealed_file.h) of one plan, with nothing between or behind them:
//
//   the first  of kind `work` with plan.json as its content, or of kind `results` without content; its index is 0
//   the parts  as they are stored in the job: a group's numbers or known hashes (number_groups.h) in a file of work,
//              chunks' results (chunk_store.h) in a file of results
//   the last   of the first one's kind, with the index 1; its content is 8 bytes: how many parts there are
//
// Each has a checksum, and the last one tells whether any is missing, so that of a copy that is damaged or cut off all
// that comes before the damage can be used. What is here knows no job: which parts a job takes is for whoever reads the
// file to say.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <tl/expected.hpp>

#include "base/failure.h"
#include "files/files.h"
#include "job/sealed_file.h"

namespace selfcheck::cli {

/// One sealed file of such a file. Its memory is wiped at the end, since it may hold numbers, or slow hashes, which are
/// as secret.
struct TransferPart {
  TransferPart() = default;
  ~TransferPart();
  TransferPart(TransferPart&&) noexcept = default;
  TransferPart& operator=(TransferPart&&) = delete;
  TransferPart(const TransferPart&) = delete;
  TransferPart& operator=(const TransferPart&) = delete;

  /// Returns what is between the header and the checksum.
  [[nodiscard]] ByteSpan content() const;

  SealedName name{};
  Bytes sealed;  // all of it, whose checksum is right
};

/// Writes a file, of mode 0600, under the name `to`.part until it is whole. It is removed again if it is not finished.
class TransferWriter {
 public:
  /// Begins the file with the id of its plan. `kind` is work, and `plan_json` the plan's text of at most kMaxPlanSize
  /// bytes (job_plan.h), or `kind` is results, and `plan_json` empty. Throws a Failure if there is something at `to`
  /// already, or the file can't be made.
  TransferWriter(const fs::path& to, SealedKind kind, const PlanId& plan, ByteSpan plan_json);
  /// Adds a part. `sealed` must be one whole sealed file of the plan, whose kind is neither work nor results. Throws a
  /// Failure if it can't be written, or a signal asks to stop.
  void add(ByteSpan sealed);
  /// Ends the file, and waits until it is on the disk, under its name. Throws a Failure if it can't.
  void finish();

 private:
  SealedKind kind_;
  PlanId plan_;
  NewPrivateFile file_;
  std::uint64_t parts_ = 0;
};

/// Reads the parts of a file, or of standard input for `-`, one after the other, as long as they are whole. Every
/// function that reads throws a Failure also if the file can't be read, or a signal asks to stop.
class TransferReader {
 public:
  /// Reads the first sealed file. Throws a Failure if it is not whole, or is none that such a file begins with.
  explicit TransferReader(const fs::path& path);

  /// Returns the kind, work or results, and the plan's id that the file gives.
  [[nodiscard]] const SealedName& begin() const { return first_.name; }
  /// Returns the plan's text that a file of work has, which may be another than begin() says; nothing for results.
  [[nodiscard]] ByteSpan plan_json() const { return first_.content(); }
  /// Returns the file's name for a message.
  [[nodiscard]] const std::string& shown() const { return shown_; }

  /// Returns the next part, or nothing after the last one, when the file is known to be whole. Whoever asks has taken
  /// the part that was returned before. `max_size` is the most bytes that the part's content may have, at least 8 and
  /// at most kMaxSealedSize; no header makes this take more memory. Throws damaged() if the part is not whole or of
  /// another plan, if it is too large, or if the file ends early, has another number of parts than it says, or goes on
  /// behind its end.
  std::optional<TransferPart> next(std::uint64_t max_size);

  /// Returns the Failure for a file in which something is wrong, for whoever finds that in the part that was returned
  /// last. `what` is a clause. The message also tells how many parts were taken before.
  [[nodiscard]] Failure damaged(std::string_view what) const;

 private:
  TransferPart read_first();
  tl::expected<TransferPart, std::string_view> read(std::uint64_t max_size);
  std::size_t fill(Bytes& bytes, std::size_t from);

  std::string shown_;
  InputFile file_;
  TransferPart first_;
  std::uint64_t returned_ = 0;  // parts that next() has returned
  std::uint64_t taken_ = 0;     // those of them that whoever called it has taken
};

}  // namespace selfcheck::cli
