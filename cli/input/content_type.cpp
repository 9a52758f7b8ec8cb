#include "input/content_type.h"

#include <fmt/format.h>

#include <array>

#include "base/failure.h"

namespace selfcheck::cli {
namespace {

using namespace std::string_view_literals;

struct Signature {
  std::string_view bytes;
  ContentType type;
  std::size_t offset = 0;
};

constexpr std::array kSignatures{
    Signature{"\x1F\x8B\x08"sv, ContentType::gzip},
    Signature{"\x28\xB5\x2F\xFD"sv, ContentType::packed},  // zstd
    Signature{"\xFD\x37zXZ\0"sv, ContentType::packed},     // xz
    Signature{"BZh"sv, ContentType::packed},               // bzip2; a digit and the digits of pi follow
    Signature{"PK\x03\x04"sv, ContentType::archive},       // zip
    Signature{"PK\x05\x06"sv, ContentType::archive},       // zip without a file
    Signature{"ustar"sv, ContentType::archive, 257},       // tar
    Signature{"\xD0\xCF\x11\xE0"sv, ContentType::spreadsheet},
    Signature{"%PDF-"sv, ContentType::pdf},
    Signature{"SQLite format 3\0"sv, ContentType::database},
    Signature{"PAR1"sv, ContentType::parquet},
    Signature{"7z\xBC\xAF\x27\x1C"sv, ContentType::other_archive},
    Signature{"Rar!\x1A\x07"sv, ContentType::other_archive},
};

}  // namespace

ContentType recognise_content(std::string_view start) {
  for (const Signature& signature : kSignatures) {
    if (start.size() > signature.offset && start.substr(signature.offset).starts_with(signature.bytes)) {
      return signature.type;
    }
  }
  return ContentType::text;
}

void fail_unless_text(ContentType type, std::string_view name) {
  const auto fail = [name](std::string_view what, std::string_view hint) {
    throw Failure(ExitCode::rejected, fmt::format("{} is {}", name, what), std::string(hint));
  };
  switch (type) {
    case ContentType::text:
    case ContentType::gzip:
    case ContentType::packed:
    case ContentType::archive:
      return;
    case ContentType::spreadsheet:
      return fail("a spreadsheet (or another document of Microsoft Office)",
                  "format the numbers' column as text, and save the sheet as CSV UTF-8");
    case ContentType::pdf:
      return fail("a PDF", "get the table that it was printed from, as CSV; or copy the numbers out of it, one a line");
    case ContentType::database:
      return fail("an SQLite database",
                  "export the column, one number a line: sqlite3 FILE 'select COLUMN from TABLE' >numbers.txt");
    case ContentType::parquet:
      return fail("a Parquet file", "export the column as CSV, as text: not as a floating-point number");
    case ContentType::other_archive:
      return fail("a 7z or RAR archive", "unpack it first; gzip, zstd, xz, bzip2, zip and tar are read as they are");
  }
}

}  // namespace selfcheck::cli
