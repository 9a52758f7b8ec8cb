#include "input/json_records.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/failure.h"
#include "input/csv_delimiter.h"
#include "input/json_field.h"
#include "input/text_lines.h"

namespace selfcheck::cli {
namespace {

// Throws a Failure if the file is one JSON document: the first line has a `[` or `{` that does not end there.
void fail_on_document(std::string_view sample, const InputFilePlace& place) {
  const auto lines = sampled_lines(sample);
  if (lines.size() < 2 || nlohmann::json::accept(lines.front())) return;
  const std::size_t start = lines.front().find_first_not_of(" \t");
  if (lines.front()[start] != '[' && lines.front()[start] != '{') return;
  if (std::any_of(lines.begin(), lines.end(),
                  [](std::string_view line) { return line.starts_with('{') && nlohmann::json::accept(line); })) {
    return;
  }
  throw Failure(ExitCode::rejected, fmt::format("{} is one JSON document, and not JSON Lines", place.name),
                "make one line of each object: jq -c '.[]' FILE >FILE.jsonl");
}

}  // namespace

void read_json_lines(RawInput& file, const InputFilePlace& place, const std::string& field, const TakeRecord& take) {
  TextLines lines(file, kMaxRowSize);
  fail_on_document(lines.sample(), place);
  JsonField reader(field);
  TextLine line;
  for (std::uint64_t records = 0; lines.next(line);) {
    if (is_blank(line.text)) continue;
    const Place where{place.number, ++records, line.number};
    const RowFault fault = line.cut ? RowFault::too_long : reader.parse(line.text);
    if (fault != RowFault::none) {
      take({where, line.text.substr(0, kMaxTypedSize + 1), fault});
      continue;
    }
    bool taken = false;
    for (const std::string& value : reader.values()) {
      if (is_blank(value)) continue;
      take({where, std::string_view(value).substr(0, kMaxTypedSize + 1)});
      taken = true;
    }
    if (!taken) take({where, {}});
  }
}

std::string field_of(const std::vector<std::string>& names) {
  const bool plain = std::all_of(names.begin(), names.end(), [](const std::string& name) {
    return !name.empty() && name.find('.') == std::string::npos && name.front() != '/';
  });
  std::string field;
  for (const std::string& name : names) {
    if (plain) {
      field += (field.empty() ? "" : ".") + name;
      continue;
    }
    field += '/';
    for (const char c : name) field += c == '~' ? "~0" : c == '/' ? "~1" : std::string(1, c);
  }
  return field;
}

}  // namespace selfcheck::cli
