#include "input/input_records.h"

#include "input/csv_records.h"
#include "input/text_lines.h"
#include "selfcheck/identifier.h"

namespace selfcheck::cli {
namespace {

void read_plain(RawInput& file, std::uint32_t number, const TakeRecord& take) {
  TextLines lines(file, kMaxTypedSize + 1);
  TextLine line;
  for (std::uint64_t records = 0; lines.next(line);) {
    if (!is_blank(line.text)) take({{number, ++records, line.number}, line.text});
  }
}

}  // namespace

void read_input(RawInput& file, std::uint32_t number, const InputOptions& options, const TakeRecord& take) {
  if (options.is_csv()) {
    CsvRecords(file, number, options, take).read();
  } else {
    read_plain(file, number, take);
  }
}

}  // namespace selfcheck::cli
