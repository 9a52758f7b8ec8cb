#include "input/input_records.h"

#include "input/csv_records.h"
#include "input/text_lines.h"
#include "selfcheck/identifier.h"

namespace selfcheck::cli {
namespace {

void read_plain(InputFile& file, const TakeRecord& take) {
  TextLines lines(file, kMaxTypedSize + 1);
  TextLine line;
  for (std::uint64_t records = 0; lines.next(line);) {
    if (!is_blank(line.text)) take({{++records, line.number}, line.text});
  }
}

}  // namespace

void read_input(InputFile& file, const InputOptions& options, const TakeRecord& take) {
  if (options.is_csv()) {
    CsvRecords(file, options, take).read();
  } else {
    read_plain(file, take);
  }
}

}  // namespace selfcheck::cli
