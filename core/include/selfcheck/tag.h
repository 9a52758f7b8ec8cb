// The two-step hash: a slow hash H of an identifier, a tag T of H for one edition of one list, and the value
// that a bucket stores for it. docs/FORMAT.md sections 3 and 4.
#pragma once

#include <cstdint>

#include "selfcheck/bytes.h"
#include "selfcheck/error.h"
#include "selfcheck/voprf/oprf.h"

namespace selfcheck {

using GroupSalt = ByteArray<16>;  // crypto_pwhash_SALTBYTES
using ListId = ByteArray<16>;
using Nonce = ByteArray<16>;  // fresh for every edition

/// H: 32 bytes. Whoever has it can look the identifier up in every list of the group: treat it as the identifier.
using SlowHash = SecretBytes<32>;

/// Argon2id's cost (RFC 9106): `ops` passes over `mem_kib` KiB with one lane.
struct Argon2Params {
  std::uint32_t ops = 3;
  std::uint32_t mem_kib = 64 * 1024;

  friend bool operator==(const Argon2Params&, const Argon2Params&) = default;
};

/// What a client accepts. Less than kMinArgon2Work (in KiB x passes) is for lists marked `test` only.
inline constexpr std::uint32_t kMinOps = 1, kMaxOps = 10;
inline constexpr std::uint32_t kMinMemKib = 8 * 1024, kMaxMemKib = 256 * 1024;
inline constexpr std::uint64_t kMaxArgon2Work = 640 * 1024, kMinArgon2Work = 40 * 1024;

/// H = Argon2id v1.3 (RFC 9106) of `canonical`, salt `salt`, one lane, 32 bytes: libsodium's crypto_pwhash.
/// Takes most of a second, and `mem_kib` KiB, which the calling thread keeps for its next hash, with what the hash has
/// left there, until it ends or calls selfcheck_argon2_wipe() (selfcheck/argon2.h). Errors: limits, out_of_memory.
[[nodiscard]] Result<SlowHash> slow_hash(ByteSpan canonical, const GroupSalt& salt, Argon2Params params);

/// Whether this machine computes Argon2id rightly: one slow hash, with the least memory and one pass, whose answer is
/// known (docs/FORMAT.md section 12). Errors: canary_hash if it comes out wrong; out_of_memory.
[[nodiscard]] Result<void> slow_hash_self_test();

/// T: the first 8 bytes, little-endian, of BLAKE2b-128 with key H, personalisation `selfcheck.tag.v1`, over
/// list_id || nonce. Uniform, and independent between lists and between editions of a list.
[[nodiscard]] std::uint64_t tag(const SlowHash& hash, const ListId& list_id, const Nonce& nonce);

/// T of a keyed list: the same with personalisation `selfcheck.tag.v2`, over list_id || nonce || y. Without y, whatever
/// is known of H, it can't be told from a random number.
[[nodiscard]] std::uint64_t keyed_tag(const SlowHash& hash, const ListId& list_id, const Nonce& nonce,
                                      const voprf::Output& y);

inline constexpr std::uint32_t kMinP = 8, kMaxP = 40;

/// The values of a bucket: `count` (E) distinct numbers in [0, count * 2^p).
struct ValueSpace {
  std::uint32_t count = 0;
  std::uint32_t p = 0;

  /// Ends the program if p is above kMaxP, or the size not below 2^63: no manifest that was read is so.
  [[nodiscard]] std::uint64_t size() const {
    require(p <= kMaxP && (std::uint64_t{count} >> (63 - p)) == 0);
    return std::uint64_t{count} << p;
  }
};

/// The high 64 bits of the 128-bit product tag * space.size(): maps tags to values evenly and in order.
[[nodiscard]] std::uint64_t stored_value(std::uint64_t tag, ValueSpace space);

}  // namespace selfcheck
