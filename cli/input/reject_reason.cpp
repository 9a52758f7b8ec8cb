#include "input/reject_reason.h"

#include "base/messages.h"

namespace selfcheck::cli {

std::string_view RejectReason::name() const {
  switch (row) {
    case RowFault::none:
      return error_name(error.code);
    case RowFault::fields:
      return "row_fields";
    case RowFault::quote:
      return "row_quote";
    case RowFault::line_end:
      return "row_line_end";
    case RowFault::too_long:
      return "row_too_long";
    case RowFault::json:
      return "row_json";
    case RowFault::json_key:
      return "row_json_key";
    case RowFault::field_type:
      return "row_field_type";
  }
  return {};
}

std::string RejectReason::describe() const {
  switch (row) {
    case RowFault::none:
      return cli::describe(error);
    case RowFault::fields:
      return "the row has more or fewer fields than the first row";
    case RowFault::quote:
      return "there is a quote inside a field, or one without its partner";
    case RowFault::line_end:
      return "a quoted field is not closed on the line where it begins";
    case RowFault::too_long:
      return "the row is longer than 1 MiB";
    case RowFault::json:
      return "the line is not one JSON value in UTF-8";
    case RowFault::json_key:
      return "an object has a name twice";
    case RowFault::field_type:
      return "the field holds neither text nor a number";
  }
  return {};
}

std::string RejectReason::advice() const {
  switch (row) {
    case RowFault::none:
      return std::string(cli::advice(error.code));
    case RowFault::fields:
      return "a comma within a field needs quotes around the field";
    case RowFault::quote:
      return "within a quoted field a quote is written twice";
    case RowFault::line_end:
      return "mend the quote; or, if fields do go on over several lines, --multiline";
    case RowFault::too_long:
      return "a quote may not be closed";
    case RowFault::json:
      return "JSON Lines have one whole object a line";
    case RowFault::json_key:
      return "nobody knows which of the two is meant";
    case RowFault::field_type:
      return "give --field a path that leads into the object, such as person.phone";
  }
  return {};
}

}  // namespace selfcheck::cli
