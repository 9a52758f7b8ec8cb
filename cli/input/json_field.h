// Finds the values of one field of a JSON text while the text is parsed.
#pragma once

#include <cstdint>
#include <nlohmann/json.hpp>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "input/input_records.h"

namespace selfcheck::cli {

/// A line whose objects and arrays lie deeper within each other than this is a faulty row.
inline constexpr std::size_t kMaxJsonDepth = 64;

/// The way to a field, by names (read_json_lines says how it is written).
struct FieldPath {
  explicit FieldPath(std::string_view text);

  std::vector<std::string> names;
  bool indices = false;  // true if a name that is a number chooses an array's element
};

/// Handles the events of nlohmann's parser, for one line after another.
class JsonField {
 public:
  explicit JsonField(std::string_view path) : path_(path) {}

  /// Returns the fault of the line. If there is none, `values()` are those of the field.
  [[nodiscard]] RowFault parse(std::string_view line);
  [[nodiscard]] const std::vector<std::string>& values() const { return values_; }

  // The parser calls these functions; each returns false to stop it.
  bool null() { return leave_value(); }
  bool boolean(bool) { return refuse_value(); }
  bool number_integer(std::int64_t value) { return take_value(std::to_string(value)); }
  bool number_unsigned(std::uint64_t value) { return take_value(std::to_string(value)); }
  bool number_float(double, const std::string& text) { return take_value(text); }
  bool string(std::string& text) { return take_value(text); }
  bool binary(std::vector<std::uint8_t>&) { return refuse_value(); }
  bool start_object(std::size_t) { return open(false); }
  bool key(std::string& name);
  bool end_object() { return close(); }
  bool start_array(std::size_t) { return open(true); }
  bool end_array() { return close(); }
  bool parse_error(std::size_t, const std::string&, const nlohmann::json::exception&);

 private:
  static constexpr std::size_t kElsewhere = SIZE_MAX;

  // An object or array that has begun and not yet ended.
  struct Level {
    bool array;
    std::size_t names;   // how many of the path's names lead to it; kElsewhere if the path does not lead there
    std::uint64_t next;  // the index of the next element
    std::string key;     // the key of the next member
    std::set<std::string> keys;
  };

  /// Returns how many of the path's names lead to the value that comes next, or kElsewhere.
  [[nodiscard]] std::size_t names_to_next();
  [[nodiscard]] bool is_wanted(std::size_t names) const { return names == path_.names.size(); }
  bool leave_value();
  bool refuse_value();
  bool take_value(std::string text);
  bool open(bool array);
  bool close();
  bool fail(RowFault fault);

  FieldPath path_;
  std::vector<Level> levels_;
  std::vector<std::string> values_;
  RowFault fault_ = RowFault::none;
};

}  // namespace selfcheck::cli
