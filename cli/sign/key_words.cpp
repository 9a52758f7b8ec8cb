#include "sign/key_words.h"

#include <array>

namespace selfcheck::cli {
namespace {

struct WordPair {
  std::string_view even;
  std::string_view odd;
};

constexpr std::array<WordPair, 256> kPgpWords{{
#include "pgp_words.inc"
}};

ByteArray<crypto_hash_sha256_BYTES> sha256(ByteSpan bytes) {
  ByteArray<crypto_hash_sha256_BYTES> digest{};
  crypto_hash_sha256(digest.data(), bytes.data(), bytes.size());
  return digest;
}

}  // namespace

std::string pgp_words(ByteSpan bytes) {
  std::string words;
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    const WordPair& pair = kPgpWords.at(bytes[i]);
    if (i > 0) words += ' ';
    words += i % 2 == 0 ? pair.even : pair.odd;
  }
  return words;
}

std::string key_fingerprint(const minisign::PublicKey& key) {
  const std::string digits = to_hex(sha256(key.key));
  std::string grouped;
  for (std::size_t i = 0; i < digits.size(); i += 4) {
    if (i > 0) grouped += ' ';
    grouped += digits.substr(i, 4);
  }
  return grouped;
}

std::string key_words(const minisign::PublicKey& key) {
  return pgp_words(ByteSpan(sha256(key.key)).first(kBytesInWords));
}

}  // namespace selfcheck::cli
