// Reads the lines of a JSON Lines file as records: what each object has in one field.
#pragma once

#include <string>

#include "input/input_records.h"

namespace selfcheck::cli {

/// `field` says what is taken of each line: `phone`, a path through objects such as `person.phone`, or a JSON pointer
/// (RFC 6901), `/person/phone`, for names that have dots in them. Arrays on the way, and at its end, give what each
/// element has; in a pointer, a number is an element's index. Text is taken as it is, and a number as it is written. A
/// record whose field is missing, null or an empty array is empty. A line that is no JSON in valid UTF-8, or has a key
/// twice in one object, is a faulty row. Throws a Failure as TextLines does, and if the file is one JSON document over
/// several lines.
void read_json_lines(RawInput& file, const InputFilePlace& place, const std::string& field, const TakeRecord& take);

/// Returns how `field` is written for the value that these names lead to.
[[nodiscard]] std::string field_of(const std::vector<std::string>& names);

}  // namespace selfcheck::cli
