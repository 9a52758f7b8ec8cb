// Stands between core and slow functions, calls the real one once for each argument, and remembers what it returned. A
// target that hashes one of a few numbers, or computes with a few elements, then runs a hundred times as often; what
// core makes of the results is the same. The linker puts these functions there (--wrap).
#include <sodium.h>

#include <array>
#include <cstring>
#include <initializer_list>
#include <string>
#include <string_view>
#include <unordered_map>

namespace {

struct Returned {
  int status = 0;
  std::array<unsigned char, 32> out{};
};
using Memory = std::unordered_map<std::string, Returned>;

/// Returns what is remembered for `arguments`, or else what `compute` makes. Inputs that a fuzzer makes up would fill
/// the memory, so all is forgotten now and then.
template <typename Compute>
const Returned& once(Memory& memory, std::initializer_list<std::string_view> arguments, Compute compute) {
  constexpr std::size_t kMost = 20'000;
  static std::string all;  // It keeps its memory, so that to remember allocates nothing.
  all.clear();
  for (const std::string_view argument : arguments) all += argument;
  if (const auto known = memory.find(all); known != memory.end()) return known->second;
  if (memory.size() == kMost) memory.clear();
  Returned computed;
  computed.status = compute(computed.out.data());
  return memory.emplace(all, computed).first->second;
}

/// The same for a function that writes 32 bytes to `out`.
template <typename Compute>
int once(Memory& memory, unsigned char* out, std::initializer_list<std::string_view> arguments, Compute compute) {
  const Returned& returned = once(memory, arguments, compute);
  std::memcpy(out, returned.out.data(), returned.out.size());
  return returned.status;
}

std::string_view bytes(const void* from, std::size_t size) { return {static_cast<const char*>(from), size}; }

}  // namespace

extern "C" {

int __real_selfcheck_argon2id(unsigned char* out, unsigned long long outlen, const char* passwd,
                              unsigned long long passwdlen, const unsigned char* salt, unsigned long long opslimit,
                              std::size_t memlimit, int alg);
int __wrap_selfcheck_argon2id(unsigned char* out, unsigned long long outlen, const char* passwd,
                              unsigned long long passwdlen, const unsigned char* salt, unsigned long long opslimit,
                              std::size_t memlimit, int alg) {
  static Memory memory;
  const auto real = [&](unsigned char* to) {
    return __real_selfcheck_argon2id(to, outlen, passwd, passwdlen, salt, opslimit, memlimit, alg);
  };
  if (outlen != sizeof(Returned::out)) return real(out);
  return once(memory, out,
              {bytes(salt, 16), bytes(&opslimit, sizeof opslimit), bytes(&memlimit, sizeof memlimit),
               bytes(passwd, static_cast<std::size_t>(passwdlen))},
              real);
}

int __real_crypto_scalarmult_ristretto255(unsigned char* q, const unsigned char* n, const unsigned char* p);
int __wrap_crypto_scalarmult_ristretto255(unsigned char* q, const unsigned char* n, const unsigned char* p) {
  static Memory memory;
  return once(memory, q, {bytes(n, 32), bytes(p, 32)},
              [&](unsigned char* to) { return __real_crypto_scalarmult_ristretto255(to, n, p); });
}

int __real_crypto_scalarmult_ristretto255_base(unsigned char* q, const unsigned char* n);
int __wrap_crypto_scalarmult_ristretto255_base(unsigned char* q, const unsigned char* n) {
  static Memory memory;
  return once(memory, q, {bytes(n, 32)},
              [&](unsigned char* to) { return __real_crypto_scalarmult_ristretto255_base(to, n); });
}

int __real_crypto_core_ristretto255_add(unsigned char* r, const unsigned char* p, const unsigned char* q);
int __wrap_crypto_core_ristretto255_add(unsigned char* r, const unsigned char* p, const unsigned char* q) {
  static Memory memory;
  return once(memory, r, {bytes(p, 32), bytes(q, 32)},
              [&](unsigned char* to) { return __real_crypto_core_ristretto255_add(to, p, q); });
}

int __real_crypto_core_ristretto255_from_hash(unsigned char* p, const unsigned char* r);
int __wrap_crypto_core_ristretto255_from_hash(unsigned char* p, const unsigned char* r) {
  static Memory memory;
  return once(memory, p, {bytes(r, 64)},
              [&](unsigned char* to) { return __real_crypto_core_ristretto255_from_hash(to, r); });
}

int __real_crypto_core_ristretto255_scalar_invert(unsigned char* recip, const unsigned char* s);
int __wrap_crypto_core_ristretto255_scalar_invert(unsigned char* recip, const unsigned char* s) {
  static Memory memory;
  return once(memory, recip, {bytes(s, 32)},
              [&](unsigned char* to) { return __real_crypto_core_ristretto255_scalar_invert(to, s); });
}

int __real_crypto_core_ristretto255_is_valid_point(const unsigned char* p);
int __wrap_crypto_core_ristretto255_is_valid_point(const unsigned char* p) {
  static Memory memory;
  return once(memory, {bytes(p, 32)}, [&](unsigned char*) { return __real_crypto_core_ristretto255_is_valid_point(p); })
      .status;
}

int __real_crypto_sign_seed_keypair(unsigned char* pk, unsigned char* sk, const unsigned char* seed);
int __wrap_crypto_sign_seed_keypair(unsigned char* pk, unsigned char* sk, const unsigned char* seed) {
  static Memory memory;
  // The secret key is the seed and the public key, one behind the other.
  const int status = once(memory, pk, {bytes(seed, 32)},
                          [&](unsigned char* to) { return __real_crypto_sign_seed_keypair(to, sk, seed); });
  std::memmove(sk, seed, 32);
  std::memcpy(sk + 32, pk, 32);
  return status;
}

int __real_crypto_sign_verify_detached(const unsigned char* sig, const unsigned char* m, unsigned long long mlen,
                                       const unsigned char* pk);
int __wrap_crypto_sign_verify_detached(const unsigned char* sig, const unsigned char* m, unsigned long long mlen,
                                       const unsigned char* pk) {
  static Memory memory;
  return once(memory, {bytes(sig, 64), bytes(pk, 32), bytes(m, static_cast<std::size_t>(mlen))},
              [&](unsigned char*) { return __real_crypto_sign_verify_detached(sig, m, mlen, pk); })
      .status;
}

}  // extern "C"
