#include "selfcheck/tag.h"

#include <algorithm>

#include "blake2b.h"
#include "selfcheck/argon2.h"
#include "stack_wiper.h"

namespace selfcheck {

Result<SlowHash> slow_hash(ByteSpan canonical, const GroupSalt& salt, Argon2Params params) {
  static_assert(std::tuple_size_v<GroupSalt> == crypto_pwhash_argon2id_SALTBYTES);
  if (params.ops < kMinOps || params.ops > kMaxOps) return fail(ErrorCode::limits, "ops");
  if (params.mem_kib < kMinMemKib || params.mem_kib > kMaxMemKib) return fail(ErrorCode::limits, "mem_kib");
  const StackWiper wiper;
  SlowHash hash;
  const auto out = hash.mutable_span();
  const int status = selfcheck_argon2id(
      out.data(), out.size(), reinterpret_cast<const char*>(canonical.data()), canonical.size(), salt.data(),
      params.ops, static_cast<std::size_t>(params.mem_kib) * 1024, crypto_pwhash_argon2id_ALG_ARGON2ID13);
  if (status != 0) return fail(ErrorCode::out_of_memory);
  return hash;
}

Result<void> slow_hash_self_test() {
  constexpr GroupSalt kSalt{0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15};
  constexpr ByteArray<32> kAnswer{0x5c, 0x6f, 0x28, 0x00, 0x44, 0x79, 0x6f, 0x84, 0x40, 0x74, 0x85,
                                  0x0d, 0xb0, 0x50, 0x14, 0x0e, 0x64, 0x26, 0x4f, 0xa4, 0x4a, 0x97,
                                  0x43, 0xf9, 0xc3, 0x04, 0x79, 0xf3, 0xe8, 0xf5, 0x8a, 0x08};
  const auto hash = slow_hash(as_bytes("aadhaar:999941057058"), kSalt, {kMinOps, kMinMemKib});
  if (!hash) return tl::unexpected<Error>(hash.error());
  if (!std::equal(kAnswer.begin(), kAnswer.end(), hash->span().begin())) return fail(ErrorCode::canary_hash);
  return {};
}

std::uint64_t tag(const SlowHash& hash, const ListId& list_id, const Nonce& nonce) {
  const StackWiper wiper;
  ByteArray<std::tuple_size_v<ListId> + std::tuple_size_v<Nonce>> message{};
  std::copy(nonce.begin(), nonce.end(), std::copy(list_id.begin(), list_id.end(), message.begin()));
  return first_64_bits_le(blake2b_personal<16>("selfcheck.tag.v1", message, hash.span()));
}

std::uint64_t keyed_tag(const SlowHash& hash, const ListId& list_id, const Nonce& nonce, const voprf::Output& y) {
  const StackWiper wiper;
  SecretBytes<std::tuple_size_v<ListId> + std::tuple_size_v<Nonce> + 64> message;
  auto end = std::copy(list_id.begin(), list_id.end(), message.mutable_span().begin());
  end = std::copy(nonce.begin(), nonce.end(), end);
  std::copy(y.span().begin(), y.span().end(), end);
  return first_64_bits_le(blake2b_personal<16>("selfcheck.tag.v2", message.span(), hash.span()));
}

std::uint64_t ValueSpace::size() const {
  require(p <= kMaxP && (std::uint64_t{count} >> (63 - p)) == 0);
  return std::uint64_t{count} << p;
}

std::uint64_t stored_value(std::uint64_t tag, ValueSpace space) {
  __extension__ using Uint128 = unsigned __int128;
  return static_cast<std::uint64_t>((static_cast<Uint128>(tag) * space.size()) >> 64);
}

}  // namespace selfcheck
