// Secret keys and dummy seeds, from files that only their owner can read.
#pragma once

#include <string_view>

#include "files/files.h"
#include "selfcheck/bucket_builder.h"
#include "selfcheck/minisign.h"
#include "terminal/password.h"

namespace selfcheck::cli {

/// A minisign secret key. Its password, if it has one, comes from `password`. Throws a Failure.
minisign::SecretKey read_secret_key(const fs::path& path, std::string_view prompt, PasswordSource& password);

/// Says so if others than its owner can read a secret key's file.
void warn_if_others_can_read(const fs::path& secret_key);

/// The seed in `path` (64 hex digits, mode 0600), made there if the file does not exist; a random one that is kept
/// nowhere if `path` is empty. Throws a Failure.
DummySeed read_or_make_seed(const fs::path& path);
/// The seed in a file that must be there. Throws a Failure.
DummySeed read_seed(const fs::path& path);
/// Makes such a file, which must not be there. Throws a Failure.
void write_seed(const fs::path& path, const DummySeed& seed);

}  // namespace selfcheck::cli
