// Passwords, secret keys and dummy seeds: from the terminal or from files that only their owner can read.
#pragma once

#include <optional>
#include <string>

#include "files.h"
#include "selfcheck/bucket_builder.h"
#include "selfcheck/minisign.h"
#include "terminal.h"

namespace selfcheck::cli {

/// Where a password comes from: a file's first line (`-`: standard input's), or else a question on the terminal.
struct PasswordOptions {
  std::string file;  // empty: ask
};

/// The password of a new key, asked for twice. Throws a Failure if there is none to be had.
void read_new_password(const PasswordOptions& options, SecretText& password);

/// A minisign secret key. Asks for its password if it has one; warns if others can read the file. Throws a Failure.
minisign::SecretKey read_secret_key(const fs::path& path, const PasswordOptions& options);

/// The seed in `path` (64 hex digits, mode 0600), made there if the file does not exist; a random one that is kept
/// nowhere if `path` is empty. Throws a Failure.
DummySeed read_or_make_seed(const fs::path& path);

}  // namespace selfcheck::cli
