// What a file is, by how it begins.
#pragma once

#include <cstdint>
#include <string_view>

namespace selfcheck::cli {

enum class ContentType : std::uint8_t {
  text,     // or anything that is not known
  gzip,     // RFC 1952
  packed,   // zstd (RFC 8878), xz, bzip2: one stream
  archive,  // zip, tar: files with names
  // What holds no text to read numbers from.
  spreadsheet,  // .xls, in Microsoft's container of old
  pdf,
  database,  // SQLite
  parquet,
  other_archive,  // 7z, rar
};

/// `start`: at least the first 512 bytes, if there are as many.
[[nodiscard]] ContentType recognise_content(std::string_view start);

/// Throws a Failure that says what to export instead, if this holds no text. `name` is the file's for a message.
void fail_unless_text(ContentType type, std::string_view name);

}  // namespace selfcheck::cli
