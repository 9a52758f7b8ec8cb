// minisign keys and signatures (https://jedisct1.github.io/minisign/): that program reads what this writes, and the
// other way round. Only prehashed signatures (`ED`: Ed25519 over BLAKE2b-512 of the message) are written or accepted.
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

/// Reads a key: 56 characters of base64 of "Ed" || key id || key, which begin with `RW`. The key must be what the
/// making of a key can give: a point of Ed25519's main subgroup other than its identity, in its one encoding. So 15 of
/// 16 keys that were mistyped are refused here, and not first where a signature does not verify. Error: key_format.
[[nodiscard]] Result<PublicKey> parse_public_key(std::string_view base64);
/// Reads a `.pub` file: a comment line, then the key. Lines end in LF or CRLF; the last line may end in neither. Error:
/// key_format.
[[nodiscard]] Result<PublicKey> parse_public_key_file(std::string_view text);
std::string format_public_key(const PublicKey& key);
std::string format_public_key_file(const PublicKey& key);

struct Signature {
  KeyId key_id{};
  ByteArray<64> signature{};         // The signature of the message's BLAKE2b-512.
  std::string trusted_comment;       // The comment without its label; it has no control characters.
  ByteArray<64> global_signature{};  // The signature of signature || trusted_comment.
};

inline constexpr std::size_t kMaxSignatureSize = 4096;

/// Reads a signature file: four lines, each ended by LF or CRLF. This verifies nothing yet. Error: signature_format.
[[nodiscard]] Result<Signature> parse_signature(ByteSpan file);
/// Returns the bytes of a signature file. Nobody signs `untrusted_comment`, which must have at most 1,003 bytes and no
/// control characters.
std::string format_signature(const Signature& signature, std::string_view untrusted_comment);

/// Checks the key id and the global signature. If both fit, the trusted comment is the key holder's word. Errors:
/// signature_unknown_key, signature_invalid.
[[nodiscard]] Result<void> verify_trusted_comment(const Signature& signature, const PublicKey& key);
/// Checks the key id and the signature of `message`. Errors: signature_unknown_key, signature_invalid.
[[nodiscard]] Result<void> verify_message(const Signature& signature, const PublicKey& key, ByteSpan message);

class SecretKey {
 public:
  /// `seed` and `key_id` must be random.
  static SecretKey from_seed(std::span<const std::uint8_t, 32> seed, const KeyId& key_id);

  [[nodiscard]] PublicKey public_key() const;
  [[nodiscard]] Signature sign(ByteSpan message, std::string trusted_comment) const;

  /// Returns the text of a secret key file. With an empty password the key stands there in the clear, as `minisign -W`
  /// writes it. With a password it is encrypted under scrypt, which takes about 1 GiB of memory and some seconds, and
  /// `salt` must be random. Error: out_of_memory.
  [[nodiscard]] Result<std::string> format_file(std::string_view password, const ByteArray<32>& salt) const;
  /// Reads a secret key file, whose lines end as in a public key's file. Errors: key_format; key_password if it is
  /// encrypted and the password is not the right one; out_of_memory.
  [[nodiscard]] static Result<SecretKey> parse_file(std::string_view text, std::string_view password);
  /// Returns whether parse_file will need a password. Error: key_format.
  [[nodiscard]] static Result<bool> file_is_encrypted(std::string_view text);

 private:
  SecretKey() = default;
  KeyId key_id_{};
  SecretBytes<64> key_;  // The key as libsodium has it: seed || public key.
};

}  // namespace selfcheck::minisign
