#include "input/json_field.h"

#include <algorithm>
#include <utility>

namespace selfcheck::cli {
namespace {

// Replaces `~0` and `~1` in a name of a JSON pointer by `~` and `/` (RFC 6901, section 4).
std::string unescaped(std::string_view name) {
  std::string plain;
  for (std::size_t i = 0; i < name.size(); ++i) {
    const bool escape = name[i] == '~' && i + 1 < name.size() && (name[i + 1] == '0' || name[i + 1] == '1');
    plain += !escape ? name[i] : name[++i] == '0' ? '~' : '/';
  }
  return plain;
}

bool is_index(std::string_view name) {
  return !name.empty() && name.find_first_not_of("0123456789") == std::string_view::npos &&
         (name.size() == 1 || name.front() != '0');
}

}  // namespace

FieldPath::FieldPath(std::string_view text) : indices(text.starts_with('/')) {
  const char separator = indices ? '/' : '.';
  if (indices) text.remove_prefix(1);
  while (true) {
    const std::size_t end = std::min(text.find(separator), text.size());
    names.push_back(indices ? unescaped(text.substr(0, end)) : std::string(text.substr(0, end)));
    if (end == text.size()) return;
    text.remove_prefix(end + 1);
  }
}

RowFault JsonField::parse(std::string_view line) {
  levels_.clear();
  values_.clear();
  fault_ = RowFault::none;
  if (!nlohmann::json::sax_parse(line.begin(), line.end(), this) && fault_ == RowFault::none) fault_ = RowFault::json;
  return fault_;
}

bool JsonField::fail(RowFault fault) {
  if (fault_ == RowFault::none) fault_ = fault;
  return false;
}

bool JsonField::parse_error(std::size_t, const std::string&, const nlohmann::json::exception&) {
  return fail(RowFault::json);
}

std::size_t JsonField::names_to_next() {
  if (levels_.empty()) return 0;
  Level& level = levels_.back();
  const std::uint64_t index = level.next++;
  if (level.names == kElsewhere) return kElsewhere;
  if (is_wanted(level.names)) return level.array ? level.names : kElsewhere;
  const std::string& name = path_.names[level.names];
  if (!level.array) return level.key == name ? level.names + 1 : kElsewhere;
  if (!path_.indices || !is_index(name)) return level.names;
  return std::to_string(index) == name ? level.names + 1 : kElsewhere;
}

bool JsonField::leave_value() {
  static_cast<void>(names_to_next());
  return true;
}

bool JsonField::refuse_value() { return !is_wanted(names_to_next()) || fail(RowFault::field_type); }

bool JsonField::take_value(std::string text) {
  if (is_wanted(names_to_next())) values_.push_back(std::move(text));
  return true;
}

bool JsonField::open(bool array) {
  const std::size_t names = names_to_next();
  if (!array && is_wanted(names)) return fail(RowFault::field_type);
  if (levels_.size() == kMaxJsonDepth) return fail(RowFault::json);
  levels_.push_back({array, names, 0, {}, {}});
  return true;
}

bool JsonField::close() {
  levels_.pop_back();
  return true;
}

bool JsonField::key(std::string& name) {
  levels_.back().key = name;
  return levels_.back().keys.insert(std::move(name)).second || fail(RowFault::json_key);
}

}  // namespace selfcheck::cli
