// What stands between a CSV file's columns, found by how it begins.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

namespace selfcheck::cli {

/// The rows of a file's beginning that are looked at: as many as there are, and at most this many.
inline constexpr std::size_t kSampledRows = 1000;

/// The lines of a sample (TextLines::sample) that are not blank.
[[nodiscard]] std::vector<std::string_view> sampled_lines(std::string_view sample);

/// A comma, semicolon, tab or vertical bar: the one that cuts all rows into the same number of fields, two or more, or
/// else the one that does so for nine in ten. A row that goes on in the next line does not count. None if there is
/// none. Throws a Failure if there are two, so that nobody knows which columns are meant. `name`: the file's for a
/// message.
[[nodiscard]] std::optional<char> find_delimiter(const std::vector<std::string_view>& lines, std::string_view name);

/// `a comma`, `a tab`, ...
[[nodiscard]] std::string_view delimiter_name(char delimiter);

}  // namespace selfcheck::cli
