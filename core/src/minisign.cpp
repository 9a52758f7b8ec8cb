#include "selfcheck/minisign.h"

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

#include "scoped_wipe.h"

namespace selfcheck::minisign {

namespace {

constexpr std::array<std::uint8_t, 2> kEd{'E', 'd'};         // Marks an Ed25519 key.
constexpr std::array<std::uint8_t, 2> kPrehashed{'E', 'D'};  // Marks a signature of a BLAKE2b-512 hash.
constexpr std::array<std::uint8_t, 2> kScrypt{'S', 'c'};
constexpr std::array<std::uint8_t, 2> kNoKdf{0, 0};
constexpr std::array<std::uint8_t, 2> kBlake2b{'B', '2'};
constexpr std::string_view kUntrusted = "untrusted comment: ";
constexpr std::string_view kTrusted = "trusted comment: ";
constexpr std::size_t kMaxUntrustedSize = 1003;  // The longest comment that the minisign program takes.

constexpr std::size_t kPublicKeySize = 2 + 8 + 32;
constexpr std::size_t kSignatureSize = 2 + 8 + 64;

// A secret key file has the names of three algorithms, the KDF's salt and its two limits, and then the part onto which
// scrypt's output is XORed.
constexpr std::size_t kKdfHeaderSize = 2 + 2 + 2 + 32 + 8 + 8;
constexpr std::size_t kEncryptedSize = 8 + 64 + 32;  // The key id, the key, and a checksum.
constexpr std::size_t kSecretFileSize = kKdfHeaderSize + kEncryptedSize;

// Returns the N lines of the text, each of which must end in LF or CRLF. Returns nothing unless there are exactly N.
template <std::size_t N>
std::optional<std::array<std::string_view, N>> split_lines(std::string_view text) {
  std::array<std::string_view, N> lines;
  for (std::string_view& line : lines) {
    const std::size_t end = text.find('\n');
    if (end == std::string_view::npos) return std::nullopt;
    // A CR is what a mail program or an editor has put before the LF. Neither comments nor base64 can have a CR of
    // their own.
    line = text.substr(0, end != 0 && text[end - 1] == '\r' ? end - 1 : end);
    text.remove_prefix(end + 1);
  }
  if (!text.empty()) return std::nullopt;
  return lines;
}

// Returns a key file's comment and its base64. A file that was copied by hand may have lost its last line end.
std::optional<std::array<std::string_view, 2>> split_key_file(std::string_view text) {
  const std::size_t first = text.find('\n');
  if (first == std::string_view::npos) return std::nullopt;
  if (text.find('\n', first + 1) != std::string_view::npos) return split_lines<2>(text);
  const auto comment = split_lines<1>(text.substr(0, first + 1));
  return std::array{(*comment)[0], text.substr(first + 1)};
}

bool is_printable(std::string_view text) {
  return std::none_of(text.begin(), text.end(),
                      [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F; });
}

bool has_label(std::string_view line, std::string_view label) { return line.starts_with(label) && is_printable(line); }

bool is_untrusted_comment(std::string_view line) {
  return has_label(line, kUntrusted) && line.size() <= kUntrusted.size() + kMaxUntrustedSize;
}

template <std::size_t N>
bool starts_with(ByteSpan bytes, const std::array<std::uint8_t, N>& start) {
  return std::equal(start.begin(), start.end(), bytes.begin());
}

// Copies the next N bytes out of `bytes` and moves past them.
template <std::size_t N>
void take(ByteSpan& bytes, std::span<std::uint8_t, N> out) {
  std::copy_n(bytes.begin(), N, out.begin());
  bytes = bytes.subspan(N);
}

// Copies the bytes to where `rest` begins, and moves that past them.
void put(std::span<std::uint8_t>& rest, ByteSpan bytes) {
  std::copy(bytes.begin(), bytes.end(), rest.begin());
  rest = rest.subspan(bytes.size());
}

void append(Bytes& out, ByteSpan bytes) { out.insert(out.end(), bytes.begin(), bytes.end()); }

ByteArray<64> prehash(ByteSpan message) {
  ByteArray<64> hash{};
  crypto_generichash_blake2b(hash.data(), hash.size(), message.data(), message.size(), nullptr, 0);
  return hash;
}

Bytes globally_signed(const Signature& signature) {
  Bytes bytes;
  append(bytes, signature.signature);
  append(bytes, as_bytes(signature.trusted_comment));
  return bytes;
}

Result<void> verify(const Signature& signature, const PublicKey& key, const ByteArray<64>& of, ByteSpan message) {
  if (signature.key_id != key.key_id) return fail(ErrorCode::signature_unknown_key);
  if (crypto_sign_verify_detached(of.data(), message.data(), message.size(), key.key.data()) != 0) {
    return fail(ErrorCode::signature_invalid);
  }
  return {};
}

ByteArray<32> checksum(const KeyId& key_id, std::span<const std::uint8_t, 64> key) {
  ByteArray<32> out{};
  crypto_generichash_blake2b_state state;
  const ScopedWipe wipe(state);
  crypto_generichash_blake2b_init(&state, nullptr, 0, out.size());
  crypto_generichash_blake2b_update(&state, kEd.data(), kEd.size());
  crypto_generichash_blake2b_update(&state, key_id.data(), key_id.size());
  crypto_generichash_blake2b_update(&state, key.data(), key.size());
  crypto_generichash_blake2b_final(&state, out.data(), out.size());
  return out;
}

// Returns whether the key's public half is the one that its seed gives.
bool halves_fit(const SecretBytes<64>& key) {
  ByteArray<32> public_half{};
  SecretBytes<64> derived;
  crypto_sign_seed_keypair(public_half.data(), derived.mutable_span().data(), key.span().data());
  return sodium_memcmp(derived.span().data(), key.span().data(), key.span().size()) == 0;
}

// XORs scrypt's output onto the encrypted part, which both encrypts and decrypts.
Result<void> apply_password(std::span<std::uint8_t> part, std::string_view password, ByteSpan salt, std::uint64_t ops,
                            std::uint64_t mem_bytes) {
  SecretBytes<kEncryptedSize> stream;
  const auto out = stream.mutable_span();
  if (crypto_pwhash_scryptsalsa208sha256(out.data(), out.size(), password.data(), password.size(), salt.data(), ops,
                                         static_cast<std::size_t>(mem_bytes)) != 0) {
    return fail(ErrorCode::out_of_memory);
  }
  for (std::size_t i = 0; i < part.size(); ++i) part[i] ^= out[i];
  return {};
}

ByteArray<8> u64_le(std::uint64_t value) {
  ByteArray<8> bytes{};
  for (std::size_t i = 0; i < 8; ++i) bytes[i] = static_cast<std::uint8_t>(value >> (8 * i));
  return bytes;
}

std::uint64_t take_u64_le(ByteSpan& bytes) {
  ByteArray<8> raw{};
  take<8>(bytes, raw);
  std::uint64_t value = 0;
  for (std::size_t i = 0; i < 8; ++i) value |= static_cast<std::uint64_t>(raw[i]) << (8 * i);
  return value;
}

using SecretFile = SecretBytes<kSecretFileSize>;

Result<void> read_secret_file(std::string_view text, SecretFile& file) {
  const auto lines = split_key_file(text);
  if (!lines || !is_untrusted_comment((*lines)[0]) || !from_base64((*lines)[1], file.mutable_span()) ||
      !starts_with(file.span(), kEd) || !starts_with(file.span().subspan(4), kBlake2b)) {
    return fail(ErrorCode::key_format);
  }
  const auto kdf = file.span().subspan(2);
  if (!starts_with(kdf, kScrypt) && !starts_with(kdf, kNoKdf)) return fail(ErrorCode::key_format);
  return {};
}

bool is_encrypted(const SecretFile& file) { return starts_with(file.span().subspan(2), kScrypt); }

}  // namespace

Result<PublicKey> parse_public_key(std::string_view base64) {
  ByteArray<kPublicKeySize> bytes{};
  if (!from_base64(base64, bytes) || !starts_with(bytes, kEd)) return fail(ErrorCode::key_format);
  PublicKey key;
  ByteSpan rest = ByteSpan(bytes).subspan(kEd.size());
  take<8>(rest, key.key_id);
  take<32>(rest, key.key);
  if (crypto_core_ed25519_is_valid_point(key.key.data()) != 1) return fail(ErrorCode::key_format);
  return key;
}

Result<PublicKey> parse_public_key_file(std::string_view text) {
  const auto lines = split_key_file(text);
  if (!lines || !is_untrusted_comment((*lines)[0])) return fail(ErrorCode::key_format);
  return parse_public_key((*lines)[1]);
}

std::string format_public_key(const PublicKey& key) {
  Bytes bytes;
  append(bytes, kEd);
  append(bytes, key.key_id);
  append(bytes, key.key);
  return to_base64(bytes);
}

std::string format_public_key_file(const PublicKey& key) {
  return std::string(kUntrusted) + "selfcheck public key\n" + format_public_key(key) + "\n";
}

Result<Signature> parse_signature(ByteSpan file) {
  if (file.size() > kMaxSignatureSize) return fail(ErrorCode::signature_format);
  const auto lines = split_lines<4>(as_text(file));
  Signature signature;
  ByteArray<kSignatureSize> bytes{};
  if (!lines || !is_untrusted_comment((*lines)[0]) || !from_base64((*lines)[1], bytes) ||
      !starts_with(bytes, kPrehashed) || !has_label((*lines)[2], kTrusted) ||
      !from_base64((*lines)[3], signature.global_signature)) {
    return fail(ErrorCode::signature_format);
  }
  ByteSpan rest = ByteSpan(bytes).subspan(kPrehashed.size());
  take<8>(rest, signature.key_id);
  take<64>(rest, signature.signature);
  signature.trusted_comment = (*lines)[2].substr(kTrusted.size());
  return signature;
}

std::string format_signature(const Signature& signature, std::string_view untrusted_comment) {
  Bytes bytes;
  append(bytes, kPrehashed);
  append(bytes, signature.key_id);
  append(bytes, signature.signature);
  return std::string(kUntrusted) + std::string(untrusted_comment) + "\n" + to_base64(bytes) + "\n" +
         std::string(kTrusted) + signature.trusted_comment + "\n" + to_base64(signature.global_signature) + "\n";
}

Result<void> verify_trusted_comment(const Signature& signature, const PublicKey& key) {
  return verify(signature, key, signature.global_signature, globally_signed(signature));
}

Result<void> verify_message(const Signature& signature, const PublicKey& key, ByteSpan message) {
  return verify(signature, key, signature.signature, prehash(message));
}

SecretKey SecretKey::from_seed(std::span<const std::uint8_t, 32> seed, const KeyId& key_id) {
  SecretKey secret;
  secret.key_id_ = key_id;
  ByteArray<32> public_half{};
  crypto_sign_seed_keypair(public_half.data(), secret.key_.mutable_span().data(), seed.data());
  return secret;
}

PublicKey SecretKey::public_key() const {
  PublicKey key;
  key.key_id = key_id_;
  crypto_sign_ed25519_sk_to_pk(key.key.data(), key_.span().data());
  return key;
}

Signature SecretKey::sign(ByteSpan message, std::string trusted_comment) const {
  Signature signature;
  signature.key_id = key_id_;
  signature.trusted_comment = std::move(trusted_comment);
  const auto hash = prehash(message);
  crypto_sign_detached(signature.signature.data(), nullptr, hash.data(), hash.size(), key_.span().data());
  const Bytes global = globally_signed(signature);
  crypto_sign_detached(signature.global_signature.data(), nullptr, global.data(), global.size(), key_.span().data());
  return signature;
}

Result<std::string> SecretKey::format_file(std::string_view password, const ByteArray<32>& salt) const {
  // These are the limits that minisign itself uses, which mean 1 GiB of memory.
  constexpr std::uint64_t kOps = crypto_pwhash_scryptsalsa208sha256_OPSLIMIT_SENSITIVE;
  constexpr std::uint64_t kMemBytes = crypto_pwhash_scryptsalsa208sha256_MEMLIMIT_SENSITIVE;
  const bool encrypted = !password.empty();
  SecretFile file;
  std::span<std::uint8_t> rest = file.mutable_span();
  put(rest, kEd);
  put(rest, encrypted ? kScrypt : kNoKdf);
  put(rest, kBlake2b);
  put(rest, encrypted ? salt : ByteArray<32>{});
  put(rest, u64_le(encrypted ? kOps : 0));
  put(rest, u64_le(encrypted ? kMemBytes : 0));
  const std::span<std::uint8_t> part = rest;
  put(rest, key_id_);
  put(rest, key_.span());
  put(rest, checksum(key_id_, key_.span()));
  if (encrypted) {
    if (auto done = apply_password(part, password, salt, kOps, kMemBytes); !done)
      return tl::unexpected<Error>(done.error());
  }
  return std::string(kUntrusted) + "selfcheck " + (encrypted ? "encrypted " : "") + "secret key\n" +
         to_base64(file.span()) + "\n";
}

Result<SecretKey> SecretKey::parse_file(std::string_view text, std::string_view password) {
  SecretFile file;
  if (auto read = read_secret_file(text, file); !read) return tl::unexpected<Error>(read.error());
  const bool encrypted = is_encrypted(file);
  if (encrypted) {
    if (password.empty()) return fail(ErrorCode::key_password);
    ByteSpan header = file.span().subspan(6);
    ByteArray<32> salt{};
    take<32>(header, salt);
    const std::uint64_t ops = take_u64_le(header);
    const std::uint64_t mem_bytes = take_u64_le(header);
    // A file that asks for more than minisign ever does is a trap and no key file.
    if (ops > crypto_pwhash_scryptsalsa208sha256_OPSLIMIT_SENSITIVE ||
        mem_bytes > crypto_pwhash_scryptsalsa208sha256_MEMLIMIT_SENSITIVE) {
      return fail(ErrorCode::key_format);
    }
    const auto part = file.mutable_span().subspan<kKdfHeaderSize>();
    if (auto done = apply_password(part, password, salt, ops, mem_bytes); !done)
      return tl::unexpected<Error>(done.error());
  }
  SecretKey secret;
  ByteSpan rest = file.span().subspan(kKdfHeaderSize);
  take<8>(rest, secret.key_id_);
  take<64>(rest, secret.key_.mutable_span());
  const auto expected = checksum(secret.key_id_, secret.key_.span());
  // `minisign -W` leaves the checksum of a key without a password zero.
  const bool unchecked = !encrypted && sodium_is_zero(rest.data(), rest.size()) == 1;
  if (!unchecked && sodium_memcmp(expected.data(), rest.data(), expected.size()) != 0) {
    return fail(encrypted ? ErrorCode::key_password : ErrorCode::key_format);
  }
  // Whoever signs with a public half that is not the seed's gives the seed away.
  if (!halves_fit(secret.key_)) return fail(ErrorCode::key_format);
  return secret;
}

Result<bool> SecretKey::file_is_encrypted(std::string_view text) {
  SecretFile file;
  if (auto read = read_secret_file(text, file); !read) return tl::unexpected<Error>(read.error());
  return is_encrypted(file);
}

}  // namespace selfcheck::minisign
