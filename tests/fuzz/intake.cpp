// An input file as `build` takes numbers from it: each record is accepted, empty or rejected, and no message has a
// number in it. The first bytes say which options there are; the rest is the file.
#include "input/intake.h"

#include <sodium.h>

#include <cstdio>
#include <cstdlib>
#include <set>
#include <string>
#include <vector>

#include "base/failure.h"
#include "cli_input.h"
#include "expect.h"
#include "input.h"
#include "memory_file.h"
#include "tells_nothing.h"

using namespace selfcheck;
using namespace selfcheck::cli;

namespace {

// Takes what is written to standard error as long as it lives.
class Messages {
 public:
  Messages() { stderr = open_memstream(&text_, &size_); }
  ~Messages() {
    end();
    std::free(text_);
  }
  Messages(const Messages&) = delete;
  Messages& operator=(const Messages&) = delete;

  std::string_view end() {
    if (stderr != before_) std::fclose(stderr);
    stderr = before_;
    return {text_, size_};
  }

 private:
  std::FILE* before_ = stderr;
  char* text_ = nullptr;
  std::size_t size_ = 0;
};

InputOptions options_from(fuzz::Input& input) {
  InputOptions options;
  const std::uint8_t flags = input.byte();
  options.repair = (flags & 1) != 0;
  options.multiline = (flags & 2) != 0;
  options.header = (flags & 4) != 0;
  if ((flags & 8) != 0) options.columns.push_back({1 + input.below(3)});
  if ((flags & 16) != 0) options.columns.push_back({0, "phone"});
  if ((flags & 32) != 0) options.delimiter = ';';
  if ((flags & 64) != 0) options.field = (flags & 128) != 0 ? "/person/phone" : "phone";
  return options;
}

// Returns how many values read_input() finds in the same bytes, or nothing if it fails.
std::optional<std::uint64_t> values_in(Kind kind, std::string_view content, const InputOptions& options) {
  RawInput& file = fuzz::memory_input(content);
  std::uint64_t values = 0;
  try {
    read_input(kind, file, 1, options, [&](const Record&) { ++values; });
  } catch (const Failure&) {
    return std::nullopt;
  }
  return values;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static fuzz::MemoryFile file;
  fuzz::Input input(data, size);
  const Kind kind = input.below(2) == 0 ? Kind::mobile : Kind::aadhaar;
  InputOptions options = options_from(input);
  RejectOptions rejects;
  const std::uint8_t allowed = input.byte();
  rejects.allow = (allowed & 1) != 0;
  if ((allowed & 2) != 0) rejects.allowed = allowed >> 2;
  const std::string_view content = as_text(input.rest());
  options.paths = {file.with(content)};

  std::uint64_t taken = 0, passed_on = 0, nothing_in_it = 0;
  std::set<std::uint64_t> records;
  std::string failure;
  std::optional<IntakeCounts> counts;
  Messages messages;
  try {
    counts = read_identifiers(
        kind, options, rejects,
        [&](Place place, const CanonicalForm& form) {
          ++taken;
          records.insert(place.record);
          EXPECT(form.kind() == kind && place.file == 1 && place.line >= place.record);
        },
        [&](Place place, const RejectReason& reason) {
          ++passed_on;
          nothing_in_it += reason.row == RowFault::none && reason.error.code == ErrorCode::empty ? 1 : 0;
          records.insert(place.record);
          EXPECT(!reason.name().empty());
          fuzz::expect_tells_nothing(reason.describe() + reason.advice(), content);
        });
    report_rejects(*counts);
    fail_on_rejects(*counts, rejects);
  } catch (const Failure& caught) {
    failure = caught.message() + "; " + caught.hint();
  }
  const std::string said(messages.end());
  fuzz::expect_tells_nothing(said, content);
  fuzz::expect_tells_nothing(failure, content);
  if (!counts) return 0;

  EXPECT(counts->accepted == taken && counts->rejected + counts->empty == passed_on);
  // A record of dashes and brackets alone has nothing in it, too, but counts as rejected, since somebody wrote them.
  const auto written = counts->rejected_by_reason.find({RowFault::none, ErrorCode::empty});
  EXPECT(counts->empty + (written == counts->rejected_by_reason.end() ? 0 : written->second) == nothing_in_it);
  std::uint64_t by_reason = 0;
  for (const auto& [reason, count] : counts->rejected_by_reason) by_reason += count;
  EXPECT(by_reason == counts->rejected);
  EXPECT(records.empty() || (*records.begin() == 1 && *records.rbegin() == records.size()));
  const auto values = values_in(kind, content, options);
  EXPECT(values.has_value());
  // A value that was repaired may give several numbers. Each other value is one number, or is empty or rejected.
  EXPECT(counts->repaired == 0 ? *values == counts->records() : *values <= counts->records());
  if (counts->rejected == 0 && (counts->empty == 0 || counts->accepted != 0)) EXPECT(failure.empty());
  const bool are_allowed = rejects.allowed ? *rejects.allowed == counts->rejected : rejects.allow;
  if (counts->rejected != 0 && !are_allowed) EXPECT(!failure.empty());
  fuzz::expect_tells_nothing(to_json(*counts).dump(), content);

  Digest digest{};
  crypto_generichash(digest.data(), digest.size(), as_bytes(content).data(), content.size(), nullptr, 0);
  EXPECT(counts->inputs.size() == 1 && counts->inputs[0] == (InputFingerprint{content.size(), digest}));
  return 0;
}
