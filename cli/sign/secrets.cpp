#include "sign/secrets.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>

#include "base/failure.h"
#include "base/redact.h"

namespace selfcheck::cli {
namespace {

constexpr mode_t kOthers = 0077;
constexpr std::size_t kMaxKeyFileSize = 4096;

void wipe(Bytes& bytes) { sodium_memzero(bytes.data(), bytes.size()); }

bool others_can_read(const fs::path& path) {
  struct stat status {};
  return stat(path.c_str(), &status) == 0 && (status.st_mode & kOthers) != 0;
}

void check_password_line(LineRead read, const Failure& none) {
  if (read == LineRead::none) throw none;
  if (read == LineRead::too_long) throw Failure(ExitCode::rejected, "the password is too long");
}

void read_password_file(const std::string& file, SecretText& password) {
  const bool from_stdin = file == "-";
  UniqueDescriptor opened(from_stdin ? -1 : open(file.c_str(), O_RDONLY | O_CLOEXEC));
  if (!from_stdin && !opened.valid()) throw Failure::from_errno("read " + shown_path(file), errno);
  check_password_line(read_line(from_stdin ? STDIN_FILENO : opened.get(), password),
                      Failure(ExitCode::rejected, "there is no password in the password file"));
  fail_on_byte_order_mark(password.view(), "the password file");
}

void ask_password(std::string_view prompt, std::string_view what_else, SecretText& password) {
  check_password_line(
      ask(prompt, Echo::hidden, password),
      Failure(ExitCode::usage, "a password is needed, and there is no terminal to ask on", std::string(what_else)));
}

}  // namespace

void PasswordSource::read(std::string_view prompt, SecretText& password) {
  if (options_.file.empty()) return ask_password(prompt, "--password-file FILE", password);
  std::error_code ignored;
  if (fs::is_regular_file(options_.file, ignored)) return read_password_file(options_.file, password);
  if (kept_.view().empty()) read_password_file(options_.file, kept_);
  password.clear();
  for (const char c : kept_.view()) {
    if (!password.push_back(c)) break;  // both have one capacity
  }
}

void warn_if_others_can_read(const fs::path& secret_key) {
  if (!others_can_read(secret_key)) return;
  print_warning(fmt::format("others can read the secret key: chmod 600 {}", shown_path(secret_key)));
}

void read_new_password(const PasswordOptions& options, SecretText& password) {
  if (!options.file.empty()) {
    read_password_file(options.file, password);
  } else {
    constexpr std::string_view kWhatElse = "--password-file FILE, or --no-password to write the key in the clear";
    SecretText again;
    ask_password("Password for the new key: ", kWhatElse, password);
    ask_password("The same again: ", kWhatElse, again);
    if (password.view() != again.view()) throw Failure(ExitCode::rejected, "the two passwords differ");
  }
  if (password.view().empty()) {
    throw Failure(ExitCode::rejected, "the password is empty", "--no-password writes the key in the clear");
  }
}

minisign::SecretKey read_secret_key(const fs::path& path, std::string_view prompt, PasswordSource& source) {
  Bytes file = read_file_or_fail(path, kMaxKeyFileSize);
  const std::string_view text = as_text(file);
  const auto encrypted = minisign::SecretKey::file_is_encrypted(text);
  if (!encrypted) {
    const Failure failure(ExitCode::rejected, fmt::format("{} is not a minisign secret key", shown_path(path)),
                          "it may be another file, or damaged: look for a copy, since a new key would be one that no "
                          "pin trusts");
    const std::string mark(text.substr(0, has_byte_order_mark(text) ? 3 : 0));
    wipe(file);
    fail_on_byte_order_mark(mark, shown_path(path));
    throw failure;
  }
  SecretText password;
  if (*encrypted) source.read(prompt, password);
  auto key = minisign::SecretKey::parse_file(text, password.view());
  wipe(file);
  return value_or_fail(std::move(key));
}

DummySeed read_seed(const fs::path& path) {
  if (others_can_read(path)) {
    throw Failure(ExitCode::rejected, fmt::format("others can read the seed {}", shown_path(path)),
                  "whoever has it can tell real entries from dummies: chmod 600, or use a new one");
  }
  DummySeed seed;
  Bytes text = read_file_or_fail(path, 2 * seed.span().size() + 1);
  std::string_view hex = as_text(text);
  if (hex.ends_with('\n')) hex.remove_suffix(1);
  const bool right = from_hex(hex, seed.mutable_span());
  wipe(text);
  if (!right) throw Failure(ExitCode::rejected, fmt::format("{} is not a seed: 64 hex digits", shown_path(path)));
  return seed;
}

void write_seed(const fs::path& path, const DummySeed& seed) {
  std::string text = to_hex(seed.span()) + "\n";
  create_file(path, as_bytes(text), kPrivateFile);
  sodium_memzero(text.data(), text.size());
}

DummySeed read_or_make_seed(const fs::path& path) {
  if (!path.empty() && fs::exists(path)) return read_seed(path);
  DummySeed seed;
  randombytes_buf(seed.mutable_span().data(), seed.mutable_span().size());
  if (!path.empty()) write_seed(path, seed);
  return seed;
}

}  // namespace selfcheck::cli
