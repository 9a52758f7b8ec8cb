// Finds the character that separates a CSV file's columns, by the file's first rows.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

namespace selfcheck::cli {

/// At most this many rows of a file's beginning are looked at.
inline constexpr std::size_t kSampledRows = 1000;

/// Returns those lines of a sample (TextLines::sample) that are not blank, kSampledRows of them at most.
[[nodiscard]] std::vector<std::string_view> sampled_lines(std::string_view sample);

/// Returns a comma, semicolon, tab or vertical bar: the one that cuts all rows into the same number of fields, two or
/// more, or else the one that does so for nine rows in ten. A row that goes on in the next line does not count. Returns
/// nothing if no character does so. Throws a Failure if two do, since nobody knows then which columns are meant. `name`
/// is what messages call the file.
[[nodiscard]] std::optional<char> find_delimiter(const std::vector<std::string_view>& lines, std::string_view name);

/// Returns the delimiter in words: `a comma`, `a tab`, ...
[[nodiscard]] std::string_view delimiter_name(char delimiter);

}  // namespace selfcheck::cli
