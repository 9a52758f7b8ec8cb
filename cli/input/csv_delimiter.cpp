#include "input/csv_delimiter.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>
#include <utility>

#include "base/failure.h"
#include "input/csv_row.h"
#include "input/text_lines.h"

namespace selfcheck::cli {
namespace {

constexpr std::array<std::pair<char, std::string_view>, 4> kDelimiters{
    {{',', "a comma"}, {';', "a semicolon"}, {'\t', "a tab"}, {'|', "a vertical bar"}}};

// Counts how well a delimiter fits: `rows` can be cut into fields with it, and `alike` of them have the same number of
// fields, two or more, which is the most frequent one.
struct Fit {
  std::size_t rows = 0;
  std::size_t alike = 0;
  [[nodiscard]] bool perfect() const { return alike != 0 && alike == rows; }
  [[nodiscard]] bool good() const { return alike != 0 && alike * 10 >= rows * 9; }
};

Fit fit_of(char delimiter, const std::vector<std::string_view>& lines) {
  CsvRow row(delimiter);
  Fit fit;
  std::map<std::size_t, std::size_t> rows_by_size;
  for (const std::string_view line : lines) {
    if (row.parse(line) != RowEnd::complete) continue;
    ++fit.rows;
    if (row.size() > 1) fit.alike = std::max(fit.alike, ++rows_by_size[row.size()]);
  }
  return fit;
}

}  // namespace

std::vector<std::string_view> sampled_lines(std::string_view sample) {
  std::vector<std::string_view> lines;
  while (!sample.empty() && lines.size() < kSampledRows) {
    const std::size_t end = std::min(sample.find_first_of("\r\n"), sample.size());
    if (const std::string_view line = sample.substr(0, end); !is_blank(line)) lines.push_back(line);
    sample.remove_prefix(std::min(end + 1, sample.size()));
  }
  return lines;
}

std::optional<char> find_delimiter(const std::vector<std::string_view>& lines, std::string_view name) {
  std::vector<char> perfect, good;
  for (const auto& [delimiter, words] : kDelimiters) {
    const Fit fit = fit_of(delimiter, lines);
    if (fit.perfect()) perfect.push_back(delimiter);
    if (fit.good()) good.push_back(delimiter);
  }
  const std::vector<char>& found = perfect.empty() ? good : perfect;
  if (found.empty()) return std::nullopt;
  if (found.size() == 1) return found.front();
  throw Failure(ExitCode::rejected,
                fmt::format("either {} or {} may stand between the columns of {}", delimiter_name(found[0]),
                            delimiter_name(found[1]), name),
                "--delimiter says which it is");
}

std::string_view delimiter_name(char delimiter) {
  for (const auto& [known, words] : kDelimiters) {
    if (known == delimiter) return words;
  }
  return "another character";
}

}  // namespace selfcheck::cli
