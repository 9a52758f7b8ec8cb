#include "files/files.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdlib>
#include <string>

#include "base/failure.h"
#include "base/redact.h"
#include "base/stop_signals.h"

namespace selfcheck::cli {
namespace {

[[noreturn]] void fail_with_errno(std::string_view verb, const fs::path& path) {
  const int error_number = errno;
  throw Failure::from_errno(fmt::format("{} {}", verb, shown_path(path)), error_number);
}

void write_or_fail(int descriptor, ByteSpan content, const fs::path& path) {
  while (!content.empty()) {
    const ssize_t written = write(descriptor, content.data(), content.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) fail_with_errno("write", path);
    content = content.subspan(static_cast<std::size_t>(written));
  }
}

UniqueDescriptor create_or_fail(const fs::path& path, mode_t mode) {
  UniqueDescriptor file(open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, mode));
  if (!file.valid()) fail_with_errno("create", path);
  return file;
}

void sync_or_fail(int descriptor, const fs::path& path) {
  if (fsync(descriptor) != 0) fail_with_errno("write", path);
}

// Waits for the disk, and closes the file, since a network's file system reports some errors no earlier than that.
void sync_and_close(UniqueDescriptor& file, const fs::path& path) {
  sync_or_fail(file.get(), path);
  if (close(file.release()) != 0) fail_with_errno("write", path);
}

void set_mode(int descriptor, mode_t mode, const fs::path& path) {
  if (fchmod(descriptor, mode) != 0) fail_with_errno("set the mode of", path);
}

void create_synced(const fs::path& path, ByteSpan content, mode_t mode) {
  UniqueDescriptor file = create_or_fail(path, mode);
  try {
    set_mode(file.get(), mode, path);
    write_or_fail(file.get(), content, path);
    sync_and_close(file, path);
  } catch (...) {
    unlink(path.c_str());
    throw;
  }
}

// Waits until a new file's name is on the disk, too. If that fails, the file is removed: whether it would be there
// after a power cut, nobody knows.
void sync_name_or_remove(const fs::path& path) {
  try {
    sync_directory(resolved(path).parent_path());
  } catch (...) {
    unlink(path.c_str());
    throw;
  }
}

fs::path directory_of(const fs::path& path) { return path.has_parent_path() ? path.parent_path() : "."; }

int stat_input(const fs::path& path, struct stat& status) {
  return path == kStandardInput ? fstat(STDIN_FILENO, &status) : stat(path.c_str(), &status);
}

void fail_on_directory(const struct stat& status, const fs::path& path) {
  if (!S_ISDIR(status.st_mode)) return;
  errno = EISDIR;
  fail_with_errno("read", path);
}

// Replaces `target` in one step. `temporary` ends in XXXXXX, and lies in the directory of `target`.
void replace_synced(const fs::path& target, std::string temporary, std::initializer_list<ByteSpan> parts, mode_t mode) {
  UniqueDescriptor file(mkostemp(temporary.data(), O_CLOEXEC));
  if (!file.valid()) fail_with_errno("write", target);
  try {
    for (const ByteSpan part : parts) write_or_fail(file.get(), part, target);
    // mkostemp has made the file with the private mode, and some file systems (of a USB stick) know no modes to set.
    if (mode != kPrivateFile) set_mode(file.get(), mode, target);
    sync_and_close(file, target);
    rename_or_fail(temporary, target);
  } catch (...) {
    unlink(temporary.c_str());
    throw;
  }
  sync_directory(directory_of(target));
}

// Why a file was not read; the errno is 0 if no call has failed.
struct NotRead {
  ReadProblem problem;
  int error_number = 0;
};

tl::expected<Bytes, NotRead> read_whole(const fs::path& path, std::size_t max_size) {
  const auto failed = [] { return tl::unexpected(NotRead{ReadProblem::unreadable, errno}); };
  // With O_NONBLOCK, a pipe that lies where a file should be does not hang the program.
  const UniqueDescriptor file(open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK));
  if (!file.valid() && (errno == ENOENT || errno == ENOTDIR))
    return tl::unexpected(NotRead{ReadProblem::missing, errno});
  struct stat status {};
  if (!file.valid() || fstat(file.get(), &status) != 0) return failed();
  if (!S_ISREG(status.st_mode)) return tl::unexpected(NotRead{ReadProblem::unreadable});
  if (static_cast<std::uint64_t>(status.st_size) > max_size) return tl::unexpected(NotRead{ReadProblem::too_large});

  // One byte more than the size tells whether the file has grown meanwhile.
  Bytes content(static_cast<std::size_t>(status.st_size) + 1);
  std::size_t filled = 0;
  while (filled < content.size()) {
    const ssize_t got = read(file.get(), content.data() + filled, content.size() - filled);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return failed();
    if (got == 0) break;
    filled += static_cast<std::size_t>(got);
  }
  if (filled == content.size()) return tl::unexpected(NotRead{ReadProblem::unreadable});
  content.resize(filled);
  return content;
}

void remove_made(const std::vector<fs::path>& made) {
  std::error_code ignored;
  for (auto path = made.rbegin(); path != made.rend(); ++path) fs::remove(*path, ignored);
}

std::vector<fs::path> make_directories(const fs::path& path, mode_t mode) {
  std::vector<fs::path> made;
  std::error_code ignored;
  if (path.empty() || fs::is_directory(path, ignored)) return made;
  made = make_directories(path.parent_path(), mode);
  try {
    if (mkdir(path.c_str(), mode) == 0) {
      made.push_back(path);
      // Some file systems (of a USB stick) know no modes to set, and what is private got its mode already.
      if (mode != kPrivateDirectory && chmod(path.c_str(), mode) != 0) fail_with_errno("set the mode of", path);
      sync_directory(directory_of(path));
    } else if (const int reason = errno; reason != EEXIST || !fs::is_directory(path, ignored)) {
      throw Failure::from_errno("make the directory " + shown_path(path), reason);
    }  // another process may have made it meanwhile
  } catch (...) {
    remove_made(made);
    throw;
  }
  return made;
}

}  // namespace

InputFile::InputFile(const fs::path& path) : path_(path), descriptor_(STDIN_FILENO) {
  if (path_ != kStandardInput) {
    owned_ = UniqueDescriptor(open(path_.c_str(), O_RDONLY | O_CLOEXEC));
    if (!owned_.valid()) fail_with_errno("read", path_);
    descriptor_ = owned_.get();
  }
  struct stat status {};
  if (fstat(descriptor_, &status) != 0) fail_with_errno("read", path_);
  fail_on_directory(status, path_);
}

std::size_t InputFile::read(std::span<char> buffer) {
  std::size_t filled = 0;
  while (filled < buffer.size()) {
    throw_if_stopped();
    const ssize_t got = ::read(descriptor_, buffer.data() + filled, buffer.size() - filled);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) fail_with_errno("read", path_);
    if (got == 0) break;
    filled += static_cast<std::size_t>(got);
  }
  return filled;
}

void fail_unless_readable(const fs::path& path) {
  struct stat status {};
  if (stat_input(path, status) != 0) fail_with_errno("read", path);
  fail_on_directory(status, path);
  if (path != kStandardInput && access(path.c_str(), R_OK) != 0) fail_with_errno("read", path);
}

bool is_same_input(const fs::path& path, const fs::path& other) {
  struct stat mine {
  }, theirs{};
  return stat_input(path, mine) == 0 && stat(other.c_str(), &theirs) == 0 && mine.st_dev == theirs.st_dev &&
         mine.st_ino == theirs.st_ino;
}

tl::expected<Bytes, ReadProblem> read_file(const fs::path& path, std::size_t max_size) {
  return read_whole(path, max_size).map_error([](const NotRead& why) { return why.problem; });
}

Bytes read_file_or_fail(const fs::path& path, std::size_t max_size) {
  auto content = read_whole(path, max_size);
  if (content) return *std::move(content);
  switch (content.error().problem) {
    case ReadProblem::missing:
      throw Failure(ExitCode::system, fmt::format("there is no file {}", shown_path(path)));
    case ReadProblem::too_large:
      throw Failure(ExitCode::rejected, fmt::format("{} is larger than {} bytes", shown_path(path), max_size));
    case ReadProblem::unreadable:
      break;
  }
  if (content.error().error_number != 0) {
    throw Failure::from_errno(fmt::format("read {}", shown_path(path)), content.error().error_number);
  }
  throw Failure(ExitCode::system, fmt::format("can't read {}", shown_path(path)));
}

bool others_can_read(const fs::path& path) {
  constexpr mode_t kOthers = 0077;
  struct stat status {};
  return stat(path.c_str(), &status) == 0 && (status.st_mode & kOthers) != 0;
}

bool has_byte_order_mark(std::string_view text) {
  return text.starts_with("\xEF\xBB\xBF") || text.starts_with("\xFF\xFE") || text.starts_with("\xFE\xFF");
}

void fail_on_byte_order_mark(std::string_view text, const std::string& name) {
  if (!has_byte_order_mark(text)) return;
  throw Failure(ExitCode::rejected, fmt::format("{} begins with a byte order mark", name),
                "save it as UTF-8 without one (editors call the other way \"UTF-8 with BOM\")");
}

void create_file(const fs::path& path, ByteSpan content, mode_t mode) {
  create_synced(path, content, mode);
  sync_name_or_remove(path);
}

void create_unnamed_yet(const fs::path& path, ByteSpan content) { create_synced(path, content, kPublicFile); }

void finish_file(const fs::path& path, ByteSpan tail, Timestamp mtime) {
  UniqueDescriptor file(open(path.c_str(), O_WRONLY | O_APPEND | O_CLOEXEC | O_NOFOLLOW));
  if (!file.valid()) fail_with_errno("write", path);
  write_or_fail(file.get(), tail, path);
  const std::array<timespec, 2> times{timespec{mtime, 0}, timespec{mtime, 0}};
  if (futimens(file.get(), times.data()) != 0) fail_with_errno("set the time of", path);
  sync_and_close(file, path);
}

void forget_cached(const fs::path& path) {
  const UniqueDescriptor file(open(path.c_str(), O_RDONLY | O_CLOEXEC));
  if (file.valid()) posix_fadvise(file.get(), 0, 0, POSIX_FADV_DONTNEED);
}

void replace_file(const fs::path& path, ByteSpan content) {
  const fs::path target = resolved(path);
  struct stat present {};
  const mode_t mode = stat(target.c_str(), &present) == 0 ? present.st_mode & 0777 : kPublicFile;
  replace_synced(target, target.native() + ".XXXXXX", {content}, mode);
}

void replace_private_file(const fs::path& path, std::initializer_list<ByteSpan> parts) {
  const fs::path temporary = path.parent_path() / ("." + path.filename().native() + ".XXXXXX");
  replace_synced(path, temporary.native(), parts, kPrivateFile);
}

NewPrivateFile::NewPrivateFile(const fs::path& path) : path_(with_resolved_parent(path)) {
  fail_if_present();
  part_ = path_;
  part_ += ".part";
  unlink(part_.c_str());  // a killed program may have left it
  file_ = create_or_fail(part_, kPrivateFile);
}

NewPrivateFile::~NewPrivateFile() {
  if (!finished_) unlink(part_.c_str());
}

void NewPrivateFile::fail_if_present() const {
  struct stat status {};
  if (lstat(path_.c_str(), &status) != 0) return;
  throw Failure(ExitCode::system, fmt::format("{} is there already", shown_path(path_)),
                "remove it, or choose another name");
}

void NewPrivateFile::write(ByteSpan content) { write_or_fail(file_.get(), content, path_); }

void NewPrivateFile::finish() {
  fail_if_present();
  sync_and_close(file_, path_);
  rename_or_fail(part_, path_);
  finished_ = true;
  sync_name_or_remove(path_);
}

std::vector<fs::path> make_public_directories(const fs::path& path) { return make_directories(path, kPublicDirectory); }

std::vector<fs::path> make_private_directories(const fs::path& path) {
  return make_directories(path, kPrivateDirectory);
}

void rename_or_fail(const fs::path& from, const fs::path& to) {
  if (rename(from.c_str(), to.c_str()) != 0) fail_with_errno("write", to);
}

void sync_directory(const fs::path& path) {
  const UniqueDescriptor directory(open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (!directory.valid()) fail_with_errno("open", path);
  sync_or_fail(directory.get(), path);
}

}  // namespace selfcheck::cli
