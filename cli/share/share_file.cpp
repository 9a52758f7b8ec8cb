#include "share/share_file.h"

#include <fmt/format.h>
#include <sodium.h>

#include <nlohmann/json.hpp>

#include "base/failure.h"
#include "base/messages.h"
#include "base/redact.h"
#include "files/json_file.h"
#include "selfcheck/json.h"

namespace selfcheck::cli {
namespace {

// Limits of what a file may ask for to be opened, since somebody who is sent one should not have to lend it the whole
// machine.
constexpr std::uint32_t kMinMemKib = crypto_pwhash_MEMLIMIT_MIN / 1024;
constexpr std::uint32_t kMaxMemKib = 1024 * 1024;
constexpr std::uint32_t kMaxOps = 16;
// The cost of a file that has no password.
constexpr PasswordCost kNoPassword{1, kMinMemKib};

constexpr std::size_t kTimestampSize = 20;

Failure refused(std::string_view what, const Error& error) {
  // describe() would add the rules of a manifest's fields, which a share's file does not have.
  const std::string problem = error.code == ErrorCode::field_value
                                  ? fmt::format("'{}' has a value that is not allowed", error.place)
                                  : describe(error);
  return {ExitCode::rejected, fmt::format("{} is not a share's file, or it is damaged: {}", what, problem),
          error.code == ErrorCode::unsupported_format ? std::string(advice(error.code))
                                                      : "get it again from whoever dealt the key, or from a backup"};
}

voprf::EvaluationKey read_key(json::ObjectReader& reader) {
  voprf::EvaluationKey key;
  key.n = static_cast<std::uint32_t>(reader.integer("n", 1, voprf::kMaxEvaluators));
  const json::Array* commitments = reader.array("commitments");
  if (commitments == nullptr) return key;
  for (const json::Value& text : *commitments) {
    const std::string* hex = text.get_if<std::string>();
    if (hex == nullptr || !from_hex(*hex, key.commitments.emplace_back())) {
      reader.reject(ErrorCode::field_value, "commitments");
    }
  }
  return key;
}

// Returns what the box protects together with the secret: everything in clear that says what the secret is.
Bytes associated_data(const ShareDescription& description) {
  Bytes data(kShareFormat.begin(), kShareFormat.end());
  data.push_back(static_cast<std::uint8_t>(description.index));
  data.push_back(static_cast<std::uint8_t>(description.key.n));
  data.push_back(static_cast<std::uint8_t>(description.key.threshold()));
  for (const voprf::Element& commitment : description.key.commitments) {
    data.insert(data.end(), commitment.begin(), commitment.end());
  }
  const std::string not_after = format_timestamp(description.not_after);
  require(not_after.size() == kTimestampSize);
  data.insert(data.end(), not_after.begin(), not_after.end());
  return data;
}

SecretBytes<32> box_key(std::string_view password, const ByteArray<16>& salt, const PasswordCost& cost) {
  static_assert(crypto_pwhash_SALTBYTES == 16 && crypto_aead_xchacha20poly1305_ietf_KEYBYTES == 32);
  SecretBytes<32> key;
  // An empty view may point nowhere, which libsodium does not take.
  const char* text = password.empty() ? "" : password.data();
  if (crypto_pwhash(key.mutable_span().data(), key.span().size(), text, password.size(), salt.data(), cost.ops,
                    std::size_t{cost.mem_kib} * 1024, crypto_pwhash_ALG_ARGON2ID13) != 0) {
    throw Failure(ExitCode::system,
                  fmt::format("there is not enough memory for the share's password: it needs {} MiB",
                              (cost.mem_kib + 1023) / 1024),
                  "close other programs, or open it on a machine with more memory");
  }
  return key;
}

std::string json_text(const SealedShare& share) {
  nlohmann::ordered_json commitments = nlohmann::ordered_json::array();
  for (const voprf::Element& commitment : share.description.key.commitments) commitments.push_back(to_hex(commitment));
  const nlohmann::ordered_json document{
      {"format", kShareFormat},
      {"index", share.description.index},
      {"n", share.description.key.n},
      {"commitments", commitments},
      {"not_after", format_timestamp(share.description.not_after)},
      {"salt", to_hex(share.salt)},
      {"ops", share.cost.ops},
      {"mem_kib", share.cost.mem_kib},
      {"nonce", to_hex(share.nonce)},
      {"box", to_hex(share.box)},
  };
  return document.dump(2) + "\n";
}

}  // namespace

std::string seal_share(const ShareDescription& description, const voprf::Scalar& secret, std::string_view password) {
  require(voprf::is_share(description.key, description.index, secret));
  SealedShare share;
  share.description = description;
  if (password.empty()) share.cost = kNoPassword;
  randombytes_buf(share.salt.data(), share.salt.size());
  randombytes_buf(share.nonce.data(), share.nonce.size());
  const SecretBytes<32> key = box_key(password, share.salt, share.cost);
  const Bytes clear = associated_data(description);
  static_assert(sizeof share.nonce == crypto_aead_xchacha20poly1305_ietf_NPUBBYTES);
  static_assert(sizeof share.box == sizeof(voprf::Scalar) + crypto_aead_xchacha20poly1305_ietf_ABYTES);
  crypto_aead_xchacha20poly1305_ietf_encrypt(share.box.data(), nullptr, secret.span().data(), secret.span().size(),
                                             clear.data(), clear.size(), nullptr, share.nonce.data(),
                                             key.span().data());
  return json_text(share);
}

SealedShare parse_share(ByteSpan text, std::string_view what) {
  const auto document = json::parse(text, kMaxShareSize);
  if (!document) throw refused(what, document.error());
  json::ObjectReader reader(*document, "share");
  if (reader.text("format", 0, 64) != kShareFormat) reader.reject(ErrorCode::unsupported_format, "format");
  SealedShare share;
  ShareDescription& description = share.description;
  description.index = static_cast<std::uint32_t>(reader.integer("index", 0, voprf::kMaxEvaluators));
  description.key = read_key(reader);
  const auto not_after = parse_timestamp(reader.text("not_after", 0, kTimestampSize));
  if (!not_after) reader.reject(ErrorCode::field_value, "not_after");
  description.not_after = not_after.value_or(0);
  share.salt = reader.hex<16>("salt");
  share.cost.ops = static_cast<std::uint32_t>(reader.integer("ops", 1, kMaxOps));
  share.cost.mem_kib = static_cast<std::uint32_t>(reader.integer("mem_kib", kMinMemKib, kMaxMemKib));
  share.nonce = reader.hex<24>("nonce");
  share.box = reader.hex<48>("box");
  if (reader.failed()) throw refused(what, reader.error());
  if (auto ok = voprf::validate(description.key); !ok) throw refused(what, ok.error());
  if (description.index > description.key.n) throw refused(what, {ErrorCode::field_value, "index"});
  return share;
}

bool needs_password(const SealedShare& share) {
  return share.cost.ops != kNoPassword.ops || share.cost.mem_kib != kNoPassword.mem_kib;
}

voprf::Scalar open_share(const SealedShare& share, std::string_view password) {
  const SecretBytes<32> key = box_key(password, share.salt, share.cost);
  const Bytes clear = associated_data(share.description);
  SecretBytes<32> opened;
  const bool right = crypto_aead_xchacha20poly1305_ietf_decrypt(
                         opened.mutable_span().data(), nullptr, nullptr, share.box.data(), share.box.size(),
                         clear.data(), clear.size(), share.nonce.data(), key.span().data()) == 0;
  if (!right) {
    throw Failure(ExitCode::rejected, "the share's password is wrong, or its file was changed",
                  "each share has a password of its own");
  }
  if (!voprf::is_scalar(opened.span()) || !voprf::is_share(share.description.key, share.description.index, opened)) {
    throw Failure(ExitCode::rejected, "the share is none of the key that its file names",
                  "don't use it, and tell whoever dealt the key");
  }
  return opened;
}

SealedShare read_share(const fs::path& path) {
  return parse_share(read_json_file(path, kMaxShareSize), shown_path(path));
}

}  // namespace selfcheck::cli
