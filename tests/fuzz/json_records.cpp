// A file of JSON Lines. The first byte says how large chunks are, and a text the field; the rest is the file. A second
// reader looks the field up in each line as a whole: no line is lost, and none is counted twice.
#include "input/json_records.h"

#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <vector>

#include "base/failure.h"
#include "cli_input.h"
#include "expect.h"
#include "input.h"
#include "input/content_type.h"
#include "input/json_field.h"
#include "tells_nothing.h"

using namespace selfcheck;
using namespace selfcheck::cli;

namespace {

using Json = nlohmann::json;

struct Taken {
  std::uint64_t record, line;
  std::string text;
  RowFault fault;
  friend bool operator==(const Taken&, const Taken&) = default;
};

struct Read {
  std::vector<Taken> records;
  std::string failure;
};

Read read(std::string_view content, const std::string& field, std::size_t first, std::size_t size) {
  RawInput& file = fuzz::memory_input(content, first, size);
  Read all;
  const TakeRecord take = [&](const Record& r) {
    all.records.push_back({r.place.record, r.place.line, std::string(r.text), r.fault});
  };
  try {
    read_json_lines(file, {1, "the file"}, field, take);
  } catch (const Failure& failure) {
    all.failure = failure.message() + "; " + failure.hint();
  }
  return all;
}

bool is_index(const std::string& name) {
  return !name.empty() && name.find_first_not_of("0123456789") == std::string::npos &&
         (name == "0" || name.front() != '0');
}

// Adds what the path leads to from this value on. Returns false if that is neither text nor a number.
bool follow(const Json& value, const FieldPath& path, std::size_t names, std::vector<std::string>& found) {
  const bool wanted = names == path.names.size();
  if (value.is_array()) {
    const bool chosen = !wanted && path.indices && is_index(path.names[names]);
    for (std::size_t i = 0; i < value.size(); ++i) {
      const bool here = chosen && std::to_string(i) == path.names[names];
      if (chosen && !here) continue;
      if (!follow(value[i], path, names + (here ? 1 : 0), found)) return false;
    }
    return true;
  }
  if (!wanted) {
    if (!value.is_object()) return true;
    const auto member = value.find(path.names[names]);
    return member == value.end() || follow(*member, path, names + 1, found);
  }
  if (value.is_null()) return true;
  if (!value.is_string() && !value.is_number()) return false;
  found.push_back(value.is_string() ? value.get<std::string>() : value.dump());
  return true;
}

std::size_t depth_of(std::string_view line) {
  std::size_t depth = 0, most = 0;
  bool quoted = false;
  for (std::size_t i = 0; i < line.size(); ++i) {
    if (quoted && line[i] == '\\') {
      ++i;
    } else if (line[i] == '"') {
      quoted = !quoted;
    } else if (!quoted && (line[i] == '[' || line[i] == '{')) {
      most = std::max(most, ++depth);
    } else if (!quoted && (line[i] == ']' || line[i] == '}')) {
      --depth;
    }
  }
  return most;
}

bool is_float(std::string_view text) { return text.find_first_of(".eE") != std::string_view::npos; }

void expect_as_looked_up(std::string_view line, const std::string& field, const std::vector<Taken>& records) {
  const RowFault fault = records.front().fault;
  EXPECT(fault == RowFault::none || records.size() == 1);
  EXPECT(fault == RowFault::none || fault == RowFault::json || fault == RowFault::json_key ||
         fault == RowFault::field_type);
  const Json document = Json::parse(line, nullptr, false);
  if (document.is_discarded()) EXPECT(fault != RowFault::none);
  if (fault != RowFault::none) {
    EXPECT(records.front().text == line.substr(0, kMaxTypedSize + 1));
    if (fault == RowFault::json && !document.is_discarded()) EXPECT(depth_of(line) > kMaxJsonDepth);
    return;
  }
  EXPECT(depth_of(line) <= kMaxJsonDepth);
  std::vector<std::string> found;
  EXPECT(follow(document, FieldPath(field), 0, found));
  std::erase_if(found,
                [](const std::string& value) { return value.find_first_not_of(" \t\v\f") == std::string::npos; });
  if (found.empty()) found.emplace_back();
  EXPECT(found.size() == records.size());
  // The order of an object's members is not kept by the second reader, but a path leads into one member alone.
  for (std::size_t i = 0; i < found.size(); ++i) {
    const std::string taken = found[i].substr(0, kMaxTypedSize + 1);
    EXPECT(taken == records[i].text || (is_float(taken) && !records[i].text.empty()));
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  fuzz::Input input(data, size);
  const std::uint32_t chunk = 1 + input.below(64);
  const std::string field = input.text();
  const std::string_view content = as_text(input.rest());
  if (field.empty() || recognise_content(content) != ContentType::text) return 0;

  const Read whole = read(content, field, SIZE_MAX, SIZE_MAX);
  fuzz::expect_tells_nothing(whole.failure, content);
  const Read pieces = read(content, field, fuzz::kFirstOfText, chunk);
  // Whether the file is one document is seen by its first chunk.
  if (!whole.failure.empty() || !pieces.failure.empty()) return 0;
  EXPECT(whole.records == pieces.records);

  if (content.starts_with("\xFF\xFE") || content.starts_with("\xFE\xFF")) return 0;
  const std::string_view text = content.substr(content.starts_with("\xEF\xBB\xBF") ? 3 : 0);
  std::uint64_t number = 0, record = 0;
  std::size_t next = 0;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = std::min(text.find_first_of("\r\n", at), text.size());
    const std::string_view line = text.substr(at, end - at);
    at = end + (text.substr(end).starts_with("\r\n") ? 2 : 1);
    ++number;
    if (line.find_first_not_of(" \t\v\f") == std::string_view::npos) continue;
    ++record;
    std::vector<Taken> of_line;
    while (next < whole.records.size() && whole.records[next].record == record) {
      EXPECT(whole.records[next].line == number);
      of_line.push_back(whole.records[next++]);
    }
    EXPECT(!of_line.empty());
    expect_as_looked_up(line, field, of_line);
  }
  EXPECT(next == whole.records.size());
  return 0;
}
