#include "input/input_records.h"

#include "input/column_list.h"
#include "input/csv_delimiter.h"
#include "input/csv_records.h"
#include "input/json_records.h"
#include "input/text_lines.h"

namespace selfcheck::cli {
namespace {

void read_text(Kind kind, RawInput& file, const InputFilePlace& place, const InputOptions& options,
               const TakeRecord& take) {
  TextLines lines(file, kMaxTypedSize + 1);
  fail_on_columns(kind, lines.sample(), place, options.delimiter);
  TextLine line;
  for (std::uint64_t records = 0; lines.next(line);) {
    if (!is_blank(line.text)) take({{place.number, ++records, line.number}, line.text});
  }
}

void read_csv(RawInput& file, const InputFilePlace& place, const InputOptions& options, const TakeRecord& take) {
  TextLines lines(file, kMaxRowSize);
  const auto delimiter = [&] { return find_delimiter(sampled_lines(lines.sample()), place.name).value_or(','); };
  CsvRecords(lines, place, options.delimiter ? *options.delimiter : delimiter(), options, take).read();
}

}  // namespace

void read_input(Kind kind, RawInput& file, std::uint32_t number, const InputOptions& options, const TakeRecord& take) {
  const InputFilePlace place{number, file.name()};
  switch (options.format()) {
    case InputFormat::text:
      return read_text(kind, file, place, options, take);
    case InputFormat::csv:
      return read_csv(file, place, options, take);
    case InputFormat::json_lines:
      return read_json_lines(file, place, options.field, take);
  }
}

}  // namespace selfcheck::cli
