#include "input/column_list.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>
#include <nlohmann/json.hpp>
#include <set>
#include <string>
#include <vector>

#include "base/failure.h"
#include "base/redact.h"
#include "base/wording.h"
#include "input/csv_delimiter.h"
#include "input/csv_row.h"
#include "input/json_field.h"
#include "input/json_records.h"
#include "input/text_lines.h"

namespace selfcheck::cli {
namespace {

constexpr std::size_t kMostListed = 30;
constexpr std::size_t kLongestName = 40;

struct Choice {
  std::string option;  // the option to type, such as `--column 2`
  std::string name;    // the column's redacted name; empty if it has none, or none is known
  std::size_t valid = 0;
};

std::string shown_name(std::string_view name) {
  std::string shown = redact(name);
  if (shown.size() > kLongestName) shown = redact(name.substr(0, kLongestName)) + "...";
  return shown;
}

[[noreturn]] void fail_with(std::vector<Choice> choices, std::size_t rows, Kind kind, const std::string& problem,
                            const std::string& hint) {
  std::stable_sort(choices.begin(), choices.end(), [](const Choice& a, const Choice& b) { return a.valid > b.valid; });
  std::size_t width = 0;
  for (const Choice& choice : choices) width = std::max(width, choice.option.size());
  std::string message = fmt::format("{}. Of its first {}, so many hold a valid {} number:", problem,
                                    counted(rows, "row", "rows"), kind_traits(kind).name);
  for (std::size_t i = 0; i < choices.size() && i < kMostListed; ++i) {
    const Choice& choice = choices[i];
    message += fmt::format("\n  {:>9}  {:<{}}  {}", grouped(choice.valid), choice.option, width, choice.name);
    while (message.back() == ' ') message.pop_back();
  }
  if (choices.size() > kMostListed) message += fmt::format("\n  and {} more", choices.size() - kMostListed);
  throw Failure(ExitCode::rejected, message, hint);
}

bool has_digit(std::string_view text) { return text.find_first_of("0123456789") != std::string_view::npos; }

// Whether it is a name of a column of numbers. Only such a name tells a row of names from a row of somebody's data
// whose number is missing.
bool names_a_number(std::string_view name) {
  std::string lower(name);
  for (char& c : lower) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  constexpr std::array<std::string_view, 12> kParts{"mob",    "phone",   "number", "cell",   "contact", "whatsapp",
                                                    "msisdn", "aadhaar", "aadhar", "adhaar", "uid",     "tel"};
  return std::any_of(kParts.begin(), kParts.end(),
                     [&](std::string_view part) { return lower.find(part) != std::string::npos; });
}

// Whether the first row holds names and not somebody's data: the column of numbers is called so, and all names are
// without digits, different, and found in no row below.
bool holds_names(const std::vector<std::vector<std::string>>& rows, std::size_t number_column) {
  if (rows.size() < 2 || !names_a_number(rows.front()[number_column])) return false;
  std::set<std::string_view> seen;
  for (std::size_t column = 0; column < rows.front().size(); ++column) {
    const std::string& name = rows.front()[column];
    if (is_blank(name) || has_digit(name) || !seen.insert(name).second) return false;
    for (std::size_t row = 1; row < rows.size(); ++row) {
      if (rows[row][column] == name) return false;
    }
  }
  return true;
}

void fail_on_csv_columns(Kind kind, const std::vector<std::string_view>& lines, const InputFilePlace& place,
                         char delimiter, bool given) {
  CsvRow parsed(delimiter);
  std::vector<std::vector<std::string>> rows;
  std::size_t columns = 0;
  for (const std::string_view line : lines) {
    if (parsed.parse(line) != RowEnd::complete || parsed.size() < 2) continue;
    if (columns == 0) columns = parsed.size();
    if (parsed.size() != columns) continue;
    std::vector<std::string>& row = rows.emplace_back();
    for (std::size_t i = 0; i < columns; ++i) row.emplace_back(parsed.field(i));
  }
  if (rows.size() < 2 && !given) return;

  std::vector<Choice> choices;
  std::size_t best = 0;
  for (std::size_t i = 0; i < columns; ++i) {
    Choice& choice = choices.emplace_back(Choice{fmt::format("--column {}", i + 1), {}, 0});
    for (const auto& row : rows) choice.valid += normalize(kind, row[i]).has_value() ? 1 : 0;
    if (choice.valid > choices[best].valid) best = i;
  }
  if (!given && (choices.empty() || choices[best].valid == 0)) return;
  const bool named = !choices.empty() && holds_names(rows, best);
  for (std::size_t i = 0; named && i < columns; ++i) choices[i].name = shown_name(rows.front()[i]);
  fail_with(choices, rows.size(), kind,
            fmt::format("{} has {}, with {} between them, and none was chosen", place.name,
                        counted(columns, "column", "columns"), delimiter_name(delimiter)),
            choices.empty()
                ? "--column N takes one of them"
                : fmt::format("to take the numbers of one: --column {}{}; --column may be given several times",
                              best + 1, named ? " --header" : ""));
}

// Finds the names that lead to text and numbers, with arrays left out, and the values that they lead to. What lies
// deeper than a field may is left out: `depth` is how many objects and arrays are around the value.
using Names = std::vector<std::string>;
void visit(const nlohmann::json& value, std::size_t depth, Names& names,
           std::map<Names, std::vector<std::string>>& found) {
  if (value.is_structured() && depth == kMaxJsonDepth) return;
  if (value.is_array()) {
    for (const auto& element : value) visit(element, depth + 1, names, found);
  } else if (value.is_object()) {
    for (const auto& [name, member] : value.items()) {
      names.push_back(name);
      visit(member, depth + 1, names, found);
      names.pop_back();
    }
  } else if (value.is_string()) {
    found[names].push_back(value.get<std::string>());
  } else if (value.is_number_integer()) {
    found[names].push_back(value.dump());
  }
}

void fail_on_json_fields(Kind kind, const std::vector<std::string_view>& lines, const InputFilePlace& place) {
  std::map<Names, std::size_t> valid_by_field;
  std::size_t rows = 0;
  for (const std::string_view line : lines) {
    const auto object = nlohmann::json::parse(line, nullptr, false);
    if (!object.is_object()) continue;
    ++rows;
    std::map<Names, std::vector<std::string>> found;
    Names names;
    visit(object, 0, names, found);
    for (const auto& [field, values] : found) {
      const bool valid = std::any_of(values.begin(), values.end(),
                                     [kind](const std::string& value) { return normalize(kind, value).has_value(); });
      if (valid) ++valid_by_field[field];
    }
  }
  if (2 * rows <= lines.size()) return;
  std::vector<Choice> choices;
  choices.reserve(valid_by_field.size());
  const Choice* best = nullptr;
  for (const auto& [field, valid] : valid_by_field) {
    choices.push_back({"--field " + shown_name(field_of(field)), {}, valid});
  }
  for (const Choice& choice : choices) {
    if (best == nullptr || choice.valid > best->valid) best = &choice;
  }
  fail_with(choices, rows, kind, fmt::format("{} is JSON Lines, and no field was chosen", place.name),
            best == nullptr ? "--field NAME takes one; a path such as person.phone leads into an object"
                            : fmt::format("to take the numbers of one: {}", best->option));
}

}  // namespace

void fail_on_columns(Kind kind, std::string_view sample, const InputFilePlace& place, std::optional<char> delimiter) {
  const auto lines = sampled_lines(sample);
  if (lines.empty()) return;
  if (!delimiter && lines.front().substr(lines.front().find_first_not_of(" \t")).starts_with('{')) {
    return fail_on_json_fields(kind, lines, place);
  }
  if (delimiter) return fail_on_csv_columns(kind, lines, place, *delimiter, true);
  if (const auto found = find_delimiter(lines, place.name)) fail_on_csv_columns(kind, lines, place, *found, false);
}

}  // namespace selfcheck::cli
