// Reads and writes whole files. What can't be written throws a Failure; what can't be read is an error value where the
// caller has to tell why.
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

// Files get these modes whatever the umask is: a web server that runs as somebody else has to read what is published,
// and nobody but its owner may read a secret.
inline constexpr mode_t kPublicFile = 0644;
inline constexpr mode_t kPrivateFile = 0600;
inline constexpr mode_t kPublicDirectory = 0755;
inline constexpr mode_t kPrivateDirectory = 0700;

/// Where a file is to be read, this name means standard input.
inline constexpr std::string_view kStandardInput = "-";

/// A file, or standard input for `-`, that is read from beginning to end.
class InputFile {
 public:
  /// Throws a Failure if the file can't be opened or is a directory.
  explicit InputFile(const fs::path& path);

  /// Fills `buffer` as far as the file goes: fewer bytes than it has room for mean the end. Throws a Failure if the
  /// file can't be read, or a signal asks to stop.
  std::size_t read(std::span<char> buffer);

 private:
  fs::path path_;
  UniqueDescriptor owned_;
  int descriptor_;
};

/// Throws a Failure if InputFile's constructor would, as far as that can be told without opening the file.
void fail_unless_readable(const fs::path& path);
/// Whether `other` is the file that InputFile would read for `path`, under whatever name.
[[nodiscard]] bool is_same_input(const fs::path& path, const fs::path& other);

enum class ReadProblem {
  missing,
  too_large,
  unreadable,  // any other reason, among them that it is not a regular file
};

/// Returns the bytes of a regular file of at most `max_size` bytes. It never reads more than one byte beyond the size
/// that the file had at first.
[[nodiscard]] tl::expected<Bytes, ReadProblem> read_file(const fs::path& path, std::size_t max_size);
/// Returns the bytes of such a file, and throws a Failure for any problem.
Bytes read_file_or_fail(const fs::path& path, std::size_t max_size);

/// Whether anybody but a file's owner has rights to it. It is false if there is no such file.
[[nodiscard]] bool others_can_read(const fs::path& path);

/// Whether a text begins with a byte order mark of UTF-8 or UTF-16, which nobody sees in an editor.
[[nodiscard]] bool has_byte_order_mark(std::string_view text);
/// Throws a Failure if a text begins with a byte order mark. The message calls the file `name`.
void fail_on_byte_order_mark(std::string_view text, const std::string& name);

/// Creates a file that must not exist yet, not even as a link, and waits until it and its name are on the disk. Throws
/// a Failure if it can't; the file is then gone again.
void create_file(const fs::path& path, ByteSpan content, mode_t mode);
/// Creates such a file, for everybody to read, in a directory that the caller will sync: it waits only for the content.
void create_unnamed_yet(const fs::path& path, ByteSpan content);
/// Adds `tail` to a file's end, sets the file's times to `mtime`, and waits until it is on the disk. Throws a Failure
/// if it can't.
void finish_file(const fs::path& path, ByteSpan tail, Timestamp mtime);
/// Asks the system to drop what it keeps of a file in memory, so that the next read comes from the disk. It is no error
/// if the system does not do so.
void forget_cached(const fs::path& path);
/// Writes `path` anew by way of a temporary file beside it, so that readers see the old content or the new. If `path`
/// is a symbolic link, it stays one, and the file to which it leads is replaced. The file keeps its mode; a new one is
/// for everybody to read.
void replace_file(const fs::path& path, ByteSpan content);

/// Replaces a file in one step by one of mode 0600, which nobody but its owner may read, whoever could read what was
/// there. `parts` are written one after the other. Until it has its name, the file's name begins with a dot. If `path`
/// is a symbolic link, the link itself is replaced.
void replace_private_file(const fs::path& path, std::initializer_list<ByteSpan> parts);

/// A large file of mode 0600 that is written piece by piece, under the name `path`.part until it is whole.
class NewPrivateFile {
 public:
  /// Throws a Failure if there is something at `path` already, or the file can't be made. What a killed program has
  /// left at `path`.part is replaced.
  explicit NewPrivateFile(const fs::path& path);
  /// Removes the file if it was not finished.
  ~NewPrivateFile();
  NewPrivateFile(const NewPrivateFile&) = delete;
  NewPrivateFile& operator=(const NewPrivateFile&) = delete;

  /// Adds `content` to the file. Throws a Failure if it can't be written.
  void write(ByteSpan content);
  /// Waits until the file is on the disk, under its name. Throws a Failure if it can't, or if the name is taken by now;
  /// no file of this object is left then.
  void finish();

 private:
  void fail_if_present() const;

  fs::path path_, part_;
  UniqueDescriptor file_;
  bool finished_ = false;
};

/// Makes a directory, and those above it that are missing, and waits until their names are on the disk. Returns those
/// that it has made, outermost first. Throws a Failure if one can't be made, and then has made none. Everybody may read
/// the public ones, whatever the umask is; nobody but their owner may enter the private ones.
std::vector<fs::path> make_public_directories(const fs::path& path);
std::vector<fs::path> make_private_directories(const fs::path& path);

/// Renames a file by rename(2), which replaces another file in one step. Throws a Failure if it can't.
void rename_or_fail(const fs::path& from, const fs::path& to);
/// Waits until a directory's names are on the disk. Throws a Failure if it can't.
void sync_directory(const fs::path& path);

}  // namespace selfcheck::cli
