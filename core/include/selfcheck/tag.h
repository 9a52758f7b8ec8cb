// The two-step hash: a slow hash H of an identifier, a tag T of H for one edition of one list, and the value that a
// bucket stores for T. docs/FORMAT.md sections 3 and 4.
#pragma once

#include <cstdint>

#include "selfcheck/bytes.h"
#include "selfcheck/error.h"
#include "selfcheck/voprf/oprf.h"

namespace selfcheck {

using GroupSalt = ByteArray<16>;  // As many bytes as libsodium's crypto_pwhash_SALTBYTES.
using ListId = ByteArray<16>;
using Nonce = ByteArray<16>;  // It is fresh for every edition whose entries are new.

/// H, which has 32 bytes. Whoever has it can look the identifier up in every list of the group, so it must be treated
/// like the identifier.
using SlowHash = SecretBytes<32>;

/// Argon2id's cost (RFC 9106): `ops` passes over `mem_kib` KiB with one lane.
struct Argon2Params {
  std::uint32_t ops = 3;
  std::uint32_t mem_kib = 64 * 1024;

  friend bool operator==(const Argon2Params&, const Argon2Params&) = default;
};

/// What a client accepts. Work is in KiB times passes; only a list marked `test` may have less than kMinArgon2Work.
inline constexpr std::uint32_t kMinOps = 1, kMaxOps = 10;
inline constexpr std::uint32_t kMinMemKib = 8 * 1024, kMaxMemKib = 256 * 1024;
inline constexpr std::uint64_t kMaxArgon2Work = 640 * 1024, kMinArgon2Work = 40 * 1024;

/// Returns H, which is Argon2id v1.3 (RFC 9106) of `canonical` with salt `salt`, one lane and 32 bytes of output, as
/// libsodium's crypto_pwhash computes it. It takes most of a second and `mem_kib` KiB. The calling thread keeps this
/// memory for its next hash, with what the hash has left in it, until the thread ends or calls selfcheck_argon2_wipe()
/// (selfcheck/argon2.h). Errors: limits, out_of_memory.
[[nodiscard]] Result<SlowHash> slow_hash(ByteSpan canonical, const GroupSalt& salt, Argon2Params params);

/// Checks that this machine computes Argon2id correctly. It makes one slow hash whose answer is known (docs/FORMAT.md
/// section 12), with the least memory and one pass. Errors: canary_hash if it comes out wrong; out_of_memory.
[[nodiscard]] Result<void> slow_hash_self_test();

/// Returns T: the first 8 bytes, little-endian, of BLAKE2b-128 with key H, personalisation `selfcheck.tag.v1`, over
/// list_id || nonce. It is uniform, and independent between lists and between nonces of a list.
[[nodiscard]] std::uint64_t tag(const SlowHash& hash, const ListId& list_id, const Nonce& nonce);

/// Returns T of a keyed list, which is computed like tag(), but with personalisation `selfcheck.tag.v2` and over
/// list_id || nonce || y. Without y it can't be told from a random number, whatever is known of H.
[[nodiscard]] std::uint64_t keyed_tag(const SlowHash& hash, const ListId& list_id, const Nonce& nonce,
                                      const voprf::Output& y);

inline constexpr std::uint32_t kMinP = 8, kMaxP = 40;

/// The range of a bucket's values, which are `count` (E) distinct numbers in [0, count * 2^p).
struct ValueSpace {
  std::uint32_t count = 0;
  std::uint32_t p = 0;

  /// Returns count * 2^p. Ends the program if p is above kMaxP or the result is not below 2^63, which no manifest that
  /// was read can bring about.
  [[nodiscard]] std::uint64_t size() const;
};

/// Returns the high 64 bits of the 128-bit product tag * space.size(), which maps tags to values evenly and in order.
[[nodiscard]] std::uint64_t stored_value(std::uint64_t tag, ValueSpace space);

}  // namespace selfcheck
