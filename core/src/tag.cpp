#include "selfcheck/tag.h"

#include <algorithm>

#include "blake2b.h"
#include "stack_wiper.h"

namespace selfcheck {

Result<SlowHash> slow_hash(ByteSpan canonical, const GroupSalt& salt, Argon2Params params) {
  static_assert(std::tuple_size_v<GroupSalt> == crypto_pwhash_argon2id_SALTBYTES);
  if (params.ops < kMinOps || params.ops > kMaxOps) return fail(ErrorCode::limits, "ops");
  if (params.mem_kib < kMinMemKib || params.mem_kib > kMaxMemKib) return fail(ErrorCode::limits, "mem_kib");
  const StackWiper wiper;
  SlowHash hash;
  const auto out = hash.mutable_span();
  const int status = crypto_pwhash_argon2id(
      out.data(), out.size(), reinterpret_cast<const char*>(canonical.data()), canonical.size(), salt.data(),
      params.ops, static_cast<std::size_t>(params.mem_kib) * 1024, crypto_pwhash_argon2id_ALG_ARGON2ID13);
  if (status != 0) return fail(ErrorCode::out_of_memory);
  return hash;
}

std::uint64_t tag(const SlowHash& hash, const ListId& list_id, const Nonce& nonce) {
  const StackWiper wiper;
  ByteArray<std::tuple_size_v<ListId> + std::tuple_size_v<Nonce>> message{};
  std::copy(nonce.begin(), nonce.end(), std::copy(list_id.begin(), list_id.end(), message.begin()));
  return first_64_bits_le(blake2b_personal<16>("selfcheck.tag.v1", message, hash.span()));
}

std::uint64_t stored_value(std::uint64_t tag, ValueSpace space) {
  __extension__ using Uint128 = unsigned __int128;
  return static_cast<std::uint64_t>((static_cast<Uint128>(tag) * space.size()) >> 64);
}

}  // namespace selfcheck
