// A CSV file. The first bytes say which options it is read with; the rest is the file. A second reader, which has the
// whole file in memory and goes through it line by line, must get the same records: so no row is lost, and none is
// counted twice.
#include "input/csv_records.h"

#include <algorithm>
#include <optional>
#include <string>
#include <vector>

#include "base/failure.h"
#include "cli_input.h"
#include "expect.h"
#include "input.h"
#include "input/content_type.h"
#include "tells_nothing.h"

using namespace selfcheck;
using namespace selfcheck::cli;

namespace {

struct Taken {
  std::uint64_t record, line;
  std::string text;
  RowFault fault;
  bool joined;
  friend bool operator==(const Taken&, const Taken&) = default;
};

struct Read {
  std::vector<Taken> records;
  std::string failure;
  friend bool operator==(const Read&, const Read&) = default;
};

Read read(std::string_view content, char delimiter, const InputOptions& options, std::size_t first, std::size_t size) {
  RawInput& file = fuzz::memory_input(content, first, size);
  TextLines lines(file, kMaxRowSize);
  Read all;
  const TakeRecord take = [&](const Record& r) {
    all.records.push_back({r.place.record, r.place.line, std::string(r.text), r.fault, r.over_several_lines});
  };
  try {
    CsvRecords(lines, {1, "the file"}, delimiter, options, take).read();
  } catch (const Failure& failure) {
    all.failure = failure.message() + "; " + failure.hint();
  }
  return all;
}

bool is_space(char c) { return c == ' ' || c == '\t'; }
bool blank(std::string_view text) { return text.find_first_not_of(" \t\v\f") == std::string_view::npos; }

enum class End { complete, open, stray };

// Cuts a row into fields by RFC 4180, where blanks may stand around a field that is quoted or not.
End fields_of(std::string_view row, char delimiter, std::vector<std::string>& fields) {
  fields.clear();
  const auto skip_blanks = [&](std::size_t& at) {
    while (at < row.size() && is_space(row[at]) && row[at] != delimiter) ++at;
  };
  for (std::size_t at = 0;;) {
    std::string& field = fields.emplace_back();
    skip_blanks(at);
    if (at < row.size() && row[at] == '"') {
      for (++at;; ++at) {
        if (at == row.size()) return End::open;
        if (row[at] == '"' && (++at == row.size() || row[at] != '"')) break;
        field += row[at];
      }
      skip_blanks(at);
      if (at < row.size() && row[at] != delimiter) return End::stray;
    } else {
      while (at < row.size() && row[at] != delimiter) {
        if (row[at] == '"') return End::stray;
        field += row[at++];
      }
      while (!field.empty() && is_space(field.back())) field.pop_back();
    }
    if (at == row.size()) return End::complete;
    ++at;
  }
}

class SecondReader {
 public:
  SecondReader(std::string_view text, char delimiter, const InputOptions& options)
      : delimiter_(delimiter), options_(options) {
    for (std::size_t at = 0; at < text.size();) {
      const std::size_t end = std::min(text.find_first_of("\r\n", at), text.size());
      lines_.emplace_back(text.substr(at, end - at));
      at = end + (text.substr(end).starts_with("\r\n") ? 2 : 1);
    }
  }

  /// Returns the records, or nothing if there is no such column.
  std::optional<std::vector<Taken>> records() {
    std::vector<Taken> all;
    std::uint64_t record = 0;
    for (std::size_t at = 0; at < lines_.size(); ++at) {
      const bool in_open_row = at < open_until_;
      if (blank(lines_[at])) continue;
      const std::size_t begin = at;
      const RowFault fault = in_open_row ? RowFault::line_end : row(at);
      const std::uint64_t line = begin + 1;
      if (fault != RowFault::none) {
        all.push_back({++record, line, lines_[begin].substr(0, kMaxTypedSize + 1), fault, false});
        continue;
      }
      if (std::all_of(fields_.begin(), fields_.end(), blank)) continue;
      if (columns_ == 0) columns_ = fields_.size();
      for (const InputColumn& column : options_.columns) {
        if (column.number > columns_) return std::nullopt;
      }
      ++record;
      if (fields_.size() != columns_) {
        all.push_back({record, line, lines_[begin].substr(0, kMaxTypedSize + 1), RowFault::fields, at != begin});
        continue;
      }
      const std::size_t before = all.size();
      std::vector<std::uint32_t> seen;
      for (const InputColumn& column : options_.columns) {
        if (std::find(seen.begin(), seen.end(), column.number) != seen.end()) continue;
        seen.push_back(column.number);
      }
      for (const std::uint32_t column : seen) {
        const std::string field = fields_[column - 1].substr(0, kMaxTypedSize + 1);
        if (seen.size() > 1 && blank(fields_[column - 1])) continue;
        all.push_back({record, line, field, RowFault::none, at != begin});
      }
      if (all.size() == before) all.push_back({record, line, {}, RowFault::none, at != begin});
    }
    return all;
  }

 private:
  // Cuts the row that begins at line `at` into fields, and moves `at` to its last line.
  RowFault row(std::size_t& at) {
    switch (fields_of(lines_[at], delimiter_, fields_)) {
      case End::complete:
        return RowFault::none;
      case End::stray:
        return RowFault::quote;
      case End::open:
        break;
    }
    const std::size_t end = end_of_open_row(at);
    if (!options_.multiline) {
      open_until_ = end + 1;
      return RowFault::line_end;
    }
    if (end == at) return RowFault::quote;
    at = end;
    return RowFault::none;
  }

  // Returns the last line of the row that is left open at line `at`, or `at` itself if no lines close it.
  std::size_t end_of_open_row(std::size_t at) {
    std::string joined = lines_[at];
    for (std::size_t end = at + 1; end < lines_.size(); ++end) {
      joined += '\n' + lines_[end];
      if (std::count(lines_[end].begin(), lines_[end].end(), '"') % 2 == 0) continue;
      const bool sound = fields_of(joined, delimiter_, fields_) == End::complete;
      return sound && (columns_ == 0 || fields_.size() == columns_) ? end : at;
    }
    return at;
  }

  char delimiter_;
  const InputOptions& options_;
  std::vector<std::string> lines_;
  std::vector<std::string> fields_;
  std::size_t columns_ = 0;
  std::size_t open_until_ = 0;
};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  fuzz::Input input(data, size);
  constexpr char kDelimiters[] = {',', ';', '\t', '|', ' ', 'x'};
  const char delimiter = kDelimiters[input.below(std::size(kDelimiters))];
  const std::uint8_t flags = input.byte();
  InputOptions options;
  options.multiline = (flags & 1) != 0;
  options.header = (flags & 2) != 0;
  const bool by_name = (flags & 4) != 0;
  const std::uint32_t chunk = 1 + input.below(64);
  options.columns.push_back({1 + input.below(4)});
  if ((flags & 8) != 0) options.columns.push_back({1 + input.below(4)});
  if (by_name) options.columns.push_back({0, "phone"});
  const std::string_view content = as_text(input.rest());
  if (recognise_content(content) != ContentType::text) return 0;

  const Read whole = read(content, delimiter, options, SIZE_MAX, SIZE_MAX);
  const Read pieces = read(content, delimiter, options, fuzz::kFirstOfText, chunk);
  fuzz::expect_tells_nothing(whole.failure, content);
  // Where a zero byte comes, the chunks before it may have another fault, which is told first.
  EXPECT(whole.failure.empty() == pieces.failure.empty());
  if (whole.failure.find("zero bytes") == std::string::npos) EXPECT(whole.failure == pieces.failure);
  if (whole.failure.empty()) EXPECT(whole == pieces);
  std::uint64_t record = 0, line = 0;
  for (const Taken& taken : whole.records) {
    EXPECT(taken.record == record || (taken.record == record + 1 && taken.line > line));
    record = taken.record, line = taken.line;
    EXPECT(taken.text.size() <= kMaxTypedSize + 1);
  }

  const bool utf8 = !content.starts_with("\xFF\xFE") && !content.starts_with("\xFE\xFF");
  if (options.header || by_name || !utf8 || content.find('\0') != std::string_view::npos) return 0;
  const std::string_view text = content.substr(content.starts_with("\xEF\xBB\xBF") ? 3 : 0);
  const auto again = SecondReader(text, delimiter, options).records();
  EXPECT(again.has_value() == whole.failure.empty());
  if (again) EXPECT(*again == whole.records);
  return 0;
}
