#include "json_file.h"

#include <fmt/format.h>

#include "failure.h"
#include "redact.h"

namespace selfcheck::cli {

Bytes read_json_file(const fs::path& path, std::size_t max_size) {
  Bytes content = read_file_or_fail(path, max_size);
  for (const std::string_view mark : {"\xEF\xBB\xBF", "\xFF\xFE", "\xFE\xFF"}) {
    if (!as_text(content).starts_with(mark)) continue;
    throw Failure(ExitCode::rejected, fmt::format("{} begins with a byte order mark", shown_path(path)),
                  "save it as UTF-8 without one (editors call the other way \"UTF-8 with BOM\")");
  }
  return content;
}

}  // namespace selfcheck::cli
