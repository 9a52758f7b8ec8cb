// minisign keys and signatures (https://jedisct1.github.io/minisign/), interoperable with that program both ways.
// Only prehashed signatures (`ED`: Ed25519 over BLAKE2b-512 of the message) are written or accepted.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "selfcheck/bytes.h"
#include "selfcheck/error.h"

namespace selfcheck::minisign {

using KeyId = ByteArray<8>;

struct PublicKey {
  KeyId key_id{};
  ByteArray<32> key{};

  friend bool operator==(const PublicKey&, const PublicKey&) = default;
};

/// 56 characters of base64 beginning `RW`: "Ed" || key id || key. Error: key_format.
[[nodiscard]] Result<PublicKey> parse_public_key(std::string_view base64);
/// A `.pub` file: a comment line, then the key; lines end in LF or CRLF, the last one perhaps in nothing. Error:
/// key_format.
[[nodiscard]] Result<PublicKey> parse_public_key_file(std::string_view text);
std::string format_public_key(const PublicKey& key);
std::string format_public_key_file(const PublicKey& key);

struct Signature {
  KeyId key_id{};
  ByteArray<64> signature{};         // of BLAKE2b-512 of the message
  std::string trusted_comment;       // without its label; no control characters
  ByteArray<64> global_signature{};  // of signature || trusted_comment
};

inline constexpr std::size_t kMaxSignatureSize = 4096;

/// Four lines, each ended by LF or CRLF. Nothing is verified yet. Error: signature_format.
[[nodiscard]] Result<Signature> parse_signature(ByteSpan file);
/// `untrusted_comment` is signed by nobody: at most 1,003 bytes, no control characters.
std::string format_signature(const Signature& signature, std::string_view untrusted_comment);

/// Checks the key id and the global signature: the trusted comment is then the key holder's word.
/// Errors: signature_unknown_key, signature_invalid.
[[nodiscard]] Result<void> verify_trusted_comment(const Signature& signature, const PublicKey& key);
/// Checks the key id and the signature of `message`. Errors: signature_unknown_key, signature_invalid.
[[nodiscard]] Result<void> verify_message(const Signature& signature, const PublicKey& key, ByteSpan message);

class SecretKey {
 public:
  /// `seed` and `key_id` must be random.
  static SecretKey from_seed(std::span<const std::uint8_t, 32> seed, const KeyId& key_id);

  [[nodiscard]] PublicKey public_key() const;
  [[nodiscard]] Signature sign(ByteSpan message, std::string trusted_comment) const;

  /// A secret key file. An empty password writes the key in the clear, as `minisign -W` does; with a password it is
  /// encrypted under scrypt, which takes about 1 GiB of memory and some seconds, and `salt` must be random.
  /// Error: out_of_memory.
  [[nodiscard]] Result<std::string> format_file(std::string_view password, const ByteArray<32>& salt) const;
  /// Lines end as in a public key's file. Errors: key_format; key_password if it is encrypted and the password is not
  /// the right one; out_of_memory.
  [[nodiscard]] static Result<SecretKey> parse_file(std::string_view text, std::string_view password);
  /// Whether parse_file will need a password. Error: key_format.
  [[nodiscard]] static Result<bool> file_is_encrypted(std::string_view text);

 private:
  SecretKey() = default;
  KeyId key_id_{};
  SecretBytes<64> key_;  // libsodium's form: seed || public key
};

}  // namespace selfcheck::minisign
