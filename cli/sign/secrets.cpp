#include "sign/secrets.h"

#include <fmt/format.h>

#include "base/failure.h"
#include "base/redact.h"

namespace selfcheck::cli {
namespace {

constexpr std::size_t kMaxKeyFileSize = 4096;

void wipe(Bytes& bytes) { sodium_memzero(bytes.data(), bytes.size()); }

}  // namespace

void warn_if_others_can_read(const fs::path& secret_key) {
  if (!others_can_read(secret_key)) return;
  print_warning(fmt::format("others can read the secret key: chmod 600 {}", shown_path(secret_key)));
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
