#include "files/file_lock.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <chrono>
#include <optional>
#include <thread>

#include "base/failure.h"
#include "base/redact.h"
#include "base/stop_signals.h"
#include "terminal/terminal.h"

namespace selfcheck::cli {
namespace {

constexpr std::size_t kMaxLockFileSize = 512;

// Takes the lock, and returns false if somebody else has it.
bool lock(int descriptor, const fs::path& path) {
  struct flock whole {};
  whole.l_type = F_WRLCK;
  whole.l_whence = SEEK_SET;
  while (fcntl(descriptor, F_OFD_SETLK, &whole) != 0) {
    if (errno == EACCES || errno == EAGAIN) return false;
    if (errno != EINTR) throw Failure::from_errno("lock " + shown_path(path), errno);
    throw_if_stopped();
  }
  return true;
}

// Whether the opened file is still the one at `path`. Whoever has the lock removes its file before letting go, so that
// what was opened may be another file than the next process would open.
bool is_still_named(int descriptor, const fs::path& path) {
  struct stat opened {
  }, named{};
  return fstat(descriptor, &opened) == 0 && lstat(path.c_str(), &named) == 0 && opened.st_dev == named.st_dev &&
         opened.st_ino == named.st_ino;
}

std::string this_process() {
  std::array<char, 256> host{};
  if (gethostname(host.data(), host.size() - 1) != 0) host = {'?'};
  return fmt::format("{} {}\n", host.data(), getpid());
}

// Returns who has the lock, as "process 123 on host", or nothing if the file does not say it in just this form.
std::optional<std::string> holder(const fs::path& path) {
  const auto content = read_file(path, kMaxLockFileSize);
  if (!content) return std::nullopt;
  const std::string_view text = as_text(*content);
  const std::size_t space = text.find(' ');
  if (space == std::string_view::npos || !text.ends_with('\n')) return std::nullopt;
  const std::string_view host = text.substr(0, space), process = text.substr(space + 1, text.size() - space - 2);
  constexpr std::size_t kMaxProcessDigits = 10;
  const bool plain_host = std::all_of(host.begin(), host.end(), [](unsigned char c) {
    return std::isalnum(c) != 0 || c == '.' || c == '-' || c == '_';
  });
  const bool number = !process.empty() && process.size() <= kMaxProcessDigits &&
                      std::all_of(process.begin(), process.end(), [](unsigned char c) { return std::isdigit(c) != 0; });
  if (!plain_host || !number) return std::nullopt;
  return fmt::format("process {} on {}", process, host);
}

// Opens the lock's file, and makes it if there is none.
UniqueDescriptor open_lock_file(const fs::path& path, mode_t mode) {
  UniqueDescriptor file(open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, mode));
  if (file.valid()) return file;
  const int reason = errno;
  const auto who = holder(path);
  if (reason != EACCES || !who) throw Failure::from_errno("make the lock " + shown_path(path), reason);
  throw Failure(ExitCode::system, fmt::format("another user's {} has, or had, the lock {}", *who, shown_path(path)),
                "if that process is gone, delete the file");
}

// Writes into the file who has the lock. That is for people: where it can't be written, it is a lock all the same.
void sign(int descriptor) {
  const std::string text = this_process();
  if (ftruncate(descriptor, 0) != 0) return;
  [[maybe_unused]] const ssize_t written = pwrite(descriptor, text.data(), text.size(), 0);
}

// Returns the locked file, or nothing if somebody else has the lock.
std::optional<UniqueDescriptor> try_to_acquire(const fs::path& path, mode_t mode) {
  while (true) {
    UniqueDescriptor file = open_lock_file(path, mode);
    if (!lock(file.get(), path)) return std::nullopt;
    if (!is_still_named(file.get(), path)) continue;
    sign(file.get());
    return file;
  }
}

}  // namespace

FileLock FileLock::take(const fs::path& path, const std::string& what, mode_t mode) {
  auto file = try_to_acquire(path, mode);
  if (file) return {path, *std::move(file)};
  const auto who = holder(path);
  throw Failure(ExitCode::system, what + (who ? ": " + *who : ""), "wait until it is done, or stop it");
}

FileLock FileLock::wait_for(const fs::path& path, mode_t mode) {
  constexpr int kTriesUntilNote = 20;
  for (int tries = 0;; ++tries) {
    if (auto file = try_to_acquire(path, mode)) return {path, *std::move(file)};
    if (tries == kTriesUntilNote) {
      print_note(fmt::format("waiting for the lock {}: {} has it", shown_path(path),
                             holder(path).value_or("another process")));
    }
    std::this_thread::sleep_for(std::chrono::milliseconds(50));
    throw_if_stopped();
  }
}

FileLock::~FileLock() {
  if (file_.valid()) unlink(path_.c_str());
}

}  // namespace selfcheck::cli
