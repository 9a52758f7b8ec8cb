#include "input/archive_input.h"

#include <archive.h>
#include <archive_entry.h>
#include <fmt/format.h>

#include <algorithm>
#include <cerrno>
#include <new>
#include <string_view>
#include <utility>

#include "base/failure.h"
#include "base/stop_signals.h"

namespace selfcheck::cli {
namespace {

// A zip archive ends with a record of 22 bytes and a comment of up to 65,535 (PKWARE's APPNOTE, section 4.3.16).
constexpr std::string_view kZipEnd = "PK\x05\x06";
constexpr std::size_t kTailSize = 22 + 65535;
// A tar archive ends with two blocks of zeros (POSIX.1, pax, "ustar Interchange Format").
constexpr std::size_t kTarEndSize = 1024;

// Whether a zip archive with this path in it is an office document, Microsoft's or OpenDocument.
bool is_part_of_document(std::string_view path) {
  return path == "[Content_Types].xml" || path == "mimetype" || path.starts_with("xl/") || path.starts_with("_rels/");
}

std::uint32_t number_at(std::string_view bytes, std::size_t at) {
  std::uint32_t number = 0;
  for (std::size_t i = 4; i-- > 0;) number = number << 8 | static_cast<std::uint8_t>(bytes[at + i]);
  return number;
}

// Whether a file of `size` bytes that ends in `tail` is exactly one zip archive, with its end. The record at the end
// says where the directory begins, counted from the archive's beginning, and the directory must stand right before that
// record.
bool is_whole_zip(std::string_view tail, std::uint64_t size) {
  constexpr std::size_t kEndSize = 22, kDirectorySize = 12, kDirectoryStart = 16;
  constexpr std::uint32_t kInZip64 = 0xFFFFFFFF;
  constexpr std::uint64_t kZip64End = 56 + 20;  // sections 4.3.14 and 4.3.15; it may be there unneeded
  const std::size_t end = tail.rfind(kZipEnd);
  if (end == std::string_view::npos || tail.size() - end < kEndSize) return false;
  const std::uint32_t start = number_at(tail, end + kDirectoryStart);
  if (start == kInZip64) return true;
  const std::uint64_t right = size - tail.size() + end;
  const std::uint64_t said = std::uint64_t{start} + number_at(tail, end + kDirectorySize);
  return said == right || said + kZip64End == right;
}

// Whether it is one of the files that macOS adds to an archive beside each file.
bool is_by_the_way(std::string_view path) { return path.starts_with("__MACOSX/") || path.ends_with(".DS_Store"); }

}  // namespace

ArchiveInput::ArchiveInput(ByteSource& packed, std::string name)
    : packed_(packed), name_(std::move(name)), reader_(archive_read_new()) {
  if (reader_ == nullptr) throw std::bad_alloc();
  archive_read_support_filter_bzip2(reader_);
  archive_read_support_filter_xz(reader_);
  archive_read_support_filter_zstd(reader_);
  archive_read_support_format_zip_streamable(reader_);
  archive_read_support_format_tar(reader_);
  archive_read_support_format_raw(reader_);
  archive_read_support_format_empty(reader_);
  // What follows a tar archive's end is read too: it may be another archive, whose numbers would be lost.
  if (archive_read_set_format_option(reader_, "tar", "read_concatenated_archives", "1") != ARCHIVE_OK) {
    throw Failure(ExitCode::internal, "libarchive can't be told to read on behind a tar archive's end");
  }
}

ArchiveInput::~ArchiveInput() { archive_read_free(reader_); }

std::string_view ArchiveInput::read_packed() {
  if (packed_ends_) return {};
  const Chunk chunk = packed_.next();
  packed_ends_ = chunk.last;
  packed_bytes_ += chunk.bytes.size();
  tail_ += chunk.bytes.substr(chunk.bytes.size() - std::min(chunk.bytes.size(), kTailSize));
  if (tail_.size() > kTailSize) tail_.erase(0, tail_.size() - kTailSize);
  return chunk.bytes;
}

long ArchiveInput::read(archive* reader, void* self, const void** bytes) {
  auto& input = *static_cast<ArchiveInput*>(self);
  try {
    const std::string_view packed = input.read_packed();
    *bytes = packed.data();
    return static_cast<long>(packed.size());
  } catch (...) {
    input.thrown_ = std::current_exception();
    archive_set_error(reader, EIO, "can't be read");
    return ARCHIVE_FATAL;
  }
}

void ArchiveInput::fail(int status) const {
  if (thrown_) std::rethrow_exception(thrown_);
  if (archive_errno(reader_) == ENOMEM) throw std::bad_alloc();
  if (packed_ends_ && status != ARCHIVE_WARN) {
    throw Failure(ExitCode::rejected, fmt::format("{} is truncated or damaged: it can't be unpacked", name_),
                  "get the whole file; or unpack it first, and see what that says");
  }
  throw Failure(ExitCode::rejected, fmt::format("{} is damaged, or can't be unpacked here", name_),
                "get the file once more; or unpack it first, and see what that says");
}

bool ArchiveInput::next_file() {
  while (true) {
    archive_entry* entry = nullptr;
    const int status = archive_read_next_header(reader_, &entry);
    if (status == ARCHIVE_EOF) return false;
    if (status != ARCHIVE_OK && status != ARCHIVE_WARN) fail(status);
    const char* path_or_none = archive_entry_pathname(entry);
    const std::string_view path = path_or_none == nullptr ? "" : path_or_none;
    if (archive_format(reader_) == ARCHIVE_FORMAT_ZIP && is_part_of_document(path)) {
      throw Failure(ExitCode::rejected, fmt::format("{} is a spreadsheet, or another office document", name_),
                    "format the numbers' column as text, and save the sheet as CSV UTF-8");
    }
    if (archive_entry_is_encrypted(entry) != 0) {
      throw Failure(ExitCode::rejected, fmt::format("{} is encrypted", name_), "decrypt it first");
    }
    // The entry of libarchive's raw format, which is a compressed stream without an archive, has no type.
    const bool is_file = archive_entry_filetype(entry) == AE_IFREG || archive_format(reader_) == ARCHIVE_FORMAT_RAW;
    if (is_file && !is_by_the_way(path)) return true;
    if (archive_entry_filetype(entry) == AE_IFDIR || is_by_the_way(path)) continue;
    throw Failure(ExitCode::rejected, fmt::format("{} holds a link, or something else that is no file", name_),
                  "unpack it first");
  }
}

// An archive that was cut off between two of its files looks like one with fewer files.
void ArchiveInput::fail_unless_whole() {
  if (archive_format(reader_) == ARCHIVE_FORMAT_RAW) {
    if (packed_ends_ && static_cast<std::uint64_t>(archive_filter_bytes(reader_, -1)) == packed_bytes_) return;
    throw Failure(ExitCode::rejected, fmt::format("{} has something behind its compressed data's end", name_),
                  "it is damaged, or two files in one: unpack it and look");
  }
  while (!packed_ends_) static_cast<void>(read_packed());
  const bool whole = archive_format(reader_) == ARCHIVE_FORMAT_ZIP ? is_whole_zip(tail_, packed_bytes_)
                                                                   : tail_.ends_with(std::string(kTarEndSize, '\0'));
  if (whole) return;
  throw Failure(ExitCode::rejected,
                fmt::format("{} is truncated, or is two archives in one: the archive's end is missing", name_),
                "get the whole file; or unpack it first, and look");
}

Chunk ArchiveInput::next() {
  throw_if_stopped();
  if (!std::exchange(opened_, true)) {
    if (const int status = archive_read_open(reader_, this, nullptr, &ArchiveInput::read, nullptr);
        status != ARCHIVE_OK) {
      fail(status);
    }
    if (!next_file()) {
      if (archive_format(reader_) == ARCHIVE_FORMAT_EMPTY) return {{}, true};
      throw Failure(ExitCode::rejected, fmt::format("{} is an archive without any file", name_));
    }
  }
  std::size_t filled = 0;
  while (filled < buffer_.size()) {
    const la_ssize_t got = archive_read_data(reader_, buffer_.data() + filled, buffer_.size() - filled);
    if (got < 0) fail(static_cast<int>(got));
    if (got == 0) break;
    filled += static_cast<std::size_t>(got);
  }
  const bool last = filled < buffer_.size();
  if (last && next_file()) {
    throw Failure(ExitCode::rejected, fmt::format("{} is an archive of several files", name_),
                  "unpack it, and give each file by its name: they need not have the same columns");
  }
  if (last) fail_unless_whole();
  return {{buffer_.data(), filled}, last};
}

}  // namespace selfcheck::cli
