// A share's file holds f(i) of a dealt key under a password, and in clear what everybody may know of it. The form is
// that of docs/FORMAT.md, "Share files".
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "files/paths.h"
#include "selfcheck/bytes.h"
#include "selfcheck/timestamp.h"
#include "selfcheck/voprf/shares.h"

namespace selfcheck::cli {

inline constexpr std::string_view kShareFormat = "selfcheck-share/1";
inline constexpr std::size_t kMaxShareSize = 4096;
/// When a key is dealt, its shares' `not_after` is at most so many days away.
inline constexpr std::uint32_t kMaxShareDays = 400;

/// What is public of a share, and stands in clear in its file.
struct ShareDescription {
  std::uint32_t index = 0;  // 0 is K itself, the publisher's; 1 to n are the evaluators'
  voprf::EvaluationKey key;
  Timestamp not_after = 0;  // after this time nobody evaluates with it any more
};

/// What each guess at a file's password costs: Argon2id's passes, and its memory in KiB.
struct PasswordCost {
  std::uint32_t ops = 4;
  std::uint32_t mem_kib = 256 * 1024;
};

/// A share as it stands in its file, still encrypted.
struct SealedShare {
  ShareDescription description;
  ByteArray<16> salt{};
  PasswordCost cost;
  ByteArray<24> nonce{};
  ByteArray<48> box{};  // f(i), encrypted with XChaCha20-Poly1305
};

/// Returns a new file's content, with a fresh salt and nonce. An empty password is for tests, and costs little. Throws
/// a Failure if there is no memory for the password's hash.
[[nodiscard]] std::string seal_share(const ShareDescription& description, const voprf::Scalar& secret,
                                     std::string_view password);

/// Reads a share's file strictly (json.h), and within every limit: ops 1 to 16, mem_kib 8 to 1,048,576, `not_after` in
/// a timestamp's form. Members that it does not know are ignored. Throws a Failure that says which rule is broken; the
/// message calls the file `what`.
[[nodiscard]] SealedShare parse_share(ByteSpan json, std::string_view what = "it");
/// Reads the share's file at `path`. Throws a Failure if it can't be read, or breaks a rule.
[[nodiscard]] SealedShare read_share(const fs::path& path);

/// Whether the file was sealed with a password. A file that was not is opened with an empty one.
[[nodiscard]] bool needs_password(const SealedShare& share);

/// Returns f(i), which fits the description: 0 < f(i) < q, and f(i)*G is P_i. Throws a Failure if the password is
/// another one, if the file was changed, or if there is no memory for the password's hash.
[[nodiscard]] voprf::Scalar open_share(const SealedShare& share, std::string_view password);

}  // namespace selfcheck::cli
