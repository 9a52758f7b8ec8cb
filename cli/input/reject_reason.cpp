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
  }
  return {};
}

}  // namespace selfcheck::cli
