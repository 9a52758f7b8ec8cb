// Recognises what kind of file something is by its first bytes.
#pragma once

#include <cstdint>
#include <string_view>

namespace selfcheck::cli {

enum class ContentType : std::uint8_t {
  text,     // text, or anything that is not recognised
  gzip,     // RFC 1952
  packed,   // one compressed stream: zstd (RFC 8878), xz or bzip2
  archive,  // files with names in one file: zip or tar
  // The rest hold no text that numbers could be read from.
  spreadsheet,  // .xls, in Microsoft's old container format
  pdf,
  database,  // SQLite
  parquet,
  other_archive,  // 7z, rar
};

/// `start` is the file's beginning: at least 512 bytes of it, or all of a shorter file.
[[nodiscard]] ContentType recognise_content(std::string_view start);

/// Throws a Failure that says what to export instead if files of this type hold no text. `name` is what messages call
/// the file.
void fail_unless_text(ContentType type, std::string_view name);

}  // namespace selfcheck::cli
