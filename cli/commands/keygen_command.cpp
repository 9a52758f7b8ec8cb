// The command `selfcheck keygen`: it makes a minisign key pair.

#include <fmt/format.h>
#include <unistd.h>

#include <cerrno>

#include "base/failure.h"
#include "base/redact.h"
#include "commands/commands.h"
#include "commands/options.h"
#include "files/files.h"
#include "selfcheck/minisign.h"
#include "sign/key_words.h"
#include "terminal/json_output.h"

namespace selfcheck::cli {
namespace {

struct KeygenOptions {
  std::string secret_file = "selfcheck.key";
  std::string public_file = "selfcheck.pub";
  PasswordOptions password;
  bool no_password = false;
  bool json = false;
};

constexpr const char* kFooter = R"(
Whoever has the secret key can publish lists in your name. Keep it off the web server, with a password, and keep a
copy somewhere safe: lists signed by a lost key can't be updated. minisign can use both files.

  selfcheck keygen
  selfcheck keygen --secret newsroom.key --public newsroom.pub)";

void fail_if_present(const fs::path& path) {
  if (!fs::exists(fs::symlink_status(path))) return;
  throw Failure(ExitCode::system, fmt::format("{} is there already, and keys are never overwritten", shown_path(path)),
                "choose other names with --secret and --public");
}

minisign::SecretKey make_key() {
  SecretBytes<32> seed;
  minisign::KeyId key_id{};
  randombytes_buf(seed.mutable_span().data(), seed.mutable_span().size());
  randombytes_buf(key_id.data(), key_id.size());
  return minisign::SecretKey::from_seed(seed.span(), key_id);
}

ExitCode run(const KeygenOptions& options) {
  if (is_inside_some_list(options.secret_file)) {
    throw Failure(ExitCode::usage, "--secret lies in a list's directory, which is for everybody");
  }
  fail_if_present(options.secret_file);
  fail_if_present(options.public_file);
  SecretText password;
  if (!options.no_password) read_new_password(options.password, "the new key", password);

  const minisign::SecretKey secret_key = make_key();
  ByteArray<32> salt{};
  randombytes_buf(salt.data(), salt.size());
  std::string secret_text = value_or_fail(secret_key.format_file(password.view(), salt));
  create_file(options.secret_file, as_bytes(secret_text), kPrivateFile);
  sodium_memzero(secret_text.data(), secret_text.size());
  try {
    create_file(options.public_file, as_bytes(minisign::format_public_key_file(secret_key.public_key())), kPublicFile);
  } catch (...) {
    unlink(options.secret_file.c_str());  // half a pair is of no use, and would be in the way
    throw;
  }

  const std::string public_key = minisign::format_public_key(secret_key.public_key());
  const std::string fingerprint = key_fingerprint(secret_key.public_key());
  const std::string words = key_words(secret_key.public_key());
  if (options.json) {
    print_json({{"public_key", public_key},
                {"fingerprint", fingerprint},
                {"words", words},
                {"secret_file", options.secret_file},
                {"public_file", options.public_file}});
  } else {
    fmt::print("{}\n", public_key);
    print_note(fmt::format("its words, to be printed and read out: {}", words));
    print_note(fmt::format("its fingerprint: {}", fingerprint));
    print_note(fmt::format("secret key in {}, public key in {}", shown_path(options.secret_file),
                           shown_path(options.public_file)));
  }
  if (options.no_password) print_warning("the secret key has no password: whoever can read the file can use it");
  return ExitCode::ok;
}

}  // namespace

Command keygen_command(CLI::App& parent) {
  CLI::App* app = parent.add_subcommand("keygen", "Make a key pair for signing lists");
  const auto options = std::make_shared<KeygenOptions>();
  app->footer(kFooter);
  app->add_option("--secret", options->secret_file, "Where the secret key goes (default selfcheck.key)")
      ->type_name("FILE");
  app->add_option("--public", options->public_file, "Where the public key goes (default selfcheck.pub)")
      ->type_name("FILE");
  add_password_option(*app, options->password);
  app->add_flag("--no-password", options->no_password, "Write the secret key in the clear")
      ->excludes(app->get_option("--password-file"));
  add_json_option(*app, options->json);
  return {app, [options] { return run(*options); }};
}

}  // namespace selfcheck::cli
