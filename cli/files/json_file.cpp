#include "files/json_file.h"

#include "base/redact.h"

namespace selfcheck::cli {

Bytes read_json_file(const fs::path& path, std::size_t max_size) {
  Bytes content = read_file_or_fail(path, max_size);
  fail_on_byte_order_mark(as_text(content), shown_path(path));
  return content;
}

}  // namespace selfcheck::cli
