// A publisher's key in forms that people can compare: a fingerprint, and words that two of them can read to each other
// on the phone (docs/FORMAT.md, section 18).
#pragma once

#include <string>

#include "selfcheck/bytes.h"
#include "selfcheck/minisign.h"

namespace selfcheck::cli {

/// How many bytes of a fingerprint the words say.
inline constexpr std::size_t kBytesInWords = 8;

/// Returns the word of the PGP word list for each byte, with spaces between them.
std::string pgp_words(ByteSpan bytes);

/// Returns the SHA-256 of the key's 32 bytes, without its key id: lowercase hexadecimal in groups of four digits.
std::string key_fingerprint(const minisign::PublicKey& key);

/// Returns the words for the first kBytesInWords bytes of the fingerprint.
std::string key_words(const minisign::PublicKey& key);

}  // namespace selfcheck::cli
