// Reads secret keys and dummy seeds from files that nobody but their owner should be able to read.
#pragma once

#include <string_view>

#include "files/files.h"
#include "selfcheck/bucket_builder.h"
#include "selfcheck/minisign.h"
#include "terminal/password.h"

namespace selfcheck::cli {

/// Reads a minisign secret key. If the key has a password, that comes from `password`. Throws a Failure if the file
/// can't be read or is none, or if the password is wrong.
minisign::SecretKey read_secret_key(const fs::path& path, std::string_view prompt, PasswordSource& password);

/// Prints a warning if others than its owner can read a secret key's file.
void warn_if_others_can_read(const fs::path& secret_key);

/// Returns the seed in `path` (64 hex digits, mode 0600), and makes it there first if the file does not exist. If
/// `path` is empty, returns a random seed that is kept nowhere. Throws a Failure if the file can't be read or made, if
/// others can read it, or if it holds no seed.
DummySeed read_or_make_seed(const fs::path& path);
/// Returns the seed in a file that must be there. Throws a Failure if it is not, if others can read it, or if it holds
/// no seed.
DummySeed read_seed(const fs::path& path);
/// Writes a seed into a new file of mode 0600. Throws a Failure if the file is there already, or can't be made.
void write_seed(const fs::path& path, const DummySeed& seed);

}  // namespace selfcheck::cli
