// Reading and writing whole files. Failures to write are Failures; to read, values where the caller has to tell why.
#pragma once

#include <sys/types.h>

#include <cstddef>
#include <initializer_list>
#include <string>
#include <string_view>
#include <tl/expected.hpp>
#include <vector>

#include "base/unique_descriptor.h"
#include "files/paths.h"
#include "selfcheck/bytes.h"
#include "selfcheck/timestamp.h"

namespace selfcheck::cli {

// Whatever the umask: a web server that runs as somebody else has to read what is published, and nobody else a secret.
inline constexpr mode_t kPublicFile = 0644;
inline constexpr mode_t kPrivateFile = 0600;

/// Names standard input where a file is to be read.
inline constexpr std::string_view kStandardInput = "-";

/// A file or, for `-`, standard input, read in sequence.
class InputFile {
 public:
  /// Throws a Failure if it can't be opened or is a directory.
  explicit InputFile(const fs::path& path);

  /// Fills `buffer` as far as the file goes: fewer bytes than asked for mean the end. Throws a Failure.
  std::size_t read(std::span<char> buffer);

 private:
  fs::path path_;
  UniqueDescriptor owned_;
  int descriptor_;
};

/// Throws a Failure if InputFile's constructor would, as far as that can be told without opening it.
void fail_unless_readable(const fs::path& path);
/// Whether `other` is the file that InputFile would read, under whatever name.
[[nodiscard]] bool is_same_input(const fs::path& path, const fs::path& other);

enum class ReadProblem {
  missing,
  too_large,
  unreadable,  // anything else, among it what is not a regular file
};

/// The bytes of a regular file of at most `max_size` bytes. Never reads more than that, whatever the file's size.
[[nodiscard]] tl::expected<Bytes, ReadProblem> read_file(const fs::path& path, std::size_t max_size);
/// The same, with a Failure for a problem.
Bytes read_file_or_fail(const fs::path& path, std::size_t max_size);

/// Whether anybody but a file's owner has rights to it. False if there is no such file.
[[nodiscard]] bool others_can_read(const fs::path& path);

/// Whether text begins with a byte order mark, of UTF-8 or UTF-16, which nobody sees in an editor.
[[nodiscard]] bool has_byte_order_mark(std::string_view text);
/// Throws a Failure if it does. `name` is the file's for a message.
void fail_on_byte_order_mark(std::string_view text, const std::string& name);

/// Creates a file that must not exist yet, also not as a link, and waits until it and its name are on the disk. Throws
/// a Failure, and then leaves no file.
void create_file(const fs::path& path, ByteSpan content, mode_t mode);
/// The same in a directory that the caller will sync: only the content is waited for. The file is for everybody.
void create_unnamed_yet(const fs::path& path, ByteSpan content);
/// Adds to a file's end, sets its time, and waits until it is on the disk. Throws a Failure.
void finish_file(const fs::path& path, ByteSpan tail, Timestamp mtime);
/// Asks the system to drop what it keeps of a file in memory, so that the next read comes from the disk. A system that
/// does not do so is no error.
void forget_cached(const fs::path& path);
/// Writes `path` anew by way of a temporary file beside it: readers see the old content or the new. A symbolic link
/// stays one: the file is replaced to which it leads. It keeps its mode; a new file is for everybody.
void replace_file(const fs::path& path, ByteSpan content);

/// The same for a file that nobody but its owner may read, whoever could read what was there: mode 0600. `parts` are
/// written one after the other. Until it has its name, the file's name begins with a dot.
void replace_private_file(const fs::path& path, std::initializer_list<ByteSpan> parts);

/// A large file of mode 0600 that is written piece by piece, under the name `path`.part until it is whole.
class NewPrivateFile {
 public:
  /// Throws a Failure if there is something at `path`, or it can't be made. What a killed program has left at
  /// `path`.part is replaced.
  explicit NewPrivateFile(const fs::path& path);
  /// Removes what was not finished.
  ~NewPrivateFile();
  NewPrivateFile(const NewPrivateFile&) = delete;
  NewPrivateFile& operator=(const NewPrivateFile&) = delete;

  /// Throws a Failure.
  void write(ByteSpan content);
  /// Waits until it is on the disk, under its name. Throws a Failure.
  void finish();

 private:
  void fail_if_present() const;

  fs::path path_, part_;
  UniqueDescriptor file_;
};

/// Makes a directory that everybody may read, and those above it that are missing; waits until their names are on the
/// disk. Gives what it made, outermost first. Throws a Failure.
std::vector<fs::path> make_public_directories(const fs::path& path);

/// rename(2), which replaces a file in one step. Throws a Failure.
void rename_or_fail(const fs::path& from, const fs::path& to);
/// Waits until a directory's names are on the disk. Throws a Failure.
void sync_directory(const fs::path& path);

}  // namespace selfcheck::cli
