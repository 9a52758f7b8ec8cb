// Stands between core and two slow functions, calls the real one once for each argument, and remembers what it
// returned. A target that hashes one of a few numbers, or multiplies one of a few elements, then runs a hundred times
// as often; what core makes of the results is the same. The linker puts these functions there (--wrap).
#include <sodium.h>

#include <algorithm>
#include <array>
#include <cstring>
#include <string>
#include <unordered_map>

namespace {

struct Returned {
  int status = 0;
  std::array<unsigned char, 32> out{};
};

/// Returns what is remembered for `arguments`, or else what `compute` makes. Inputs that a fuzzer makes up would fill
/// the memory, so all is forgotten now and then.
template <typename Compute>
const Returned& once(std::unordered_map<std::string, Returned>& memory, const std::string& arguments, Compute compute) {
  constexpr std::size_t kMost = 20'000;
  if (const auto known = memory.find(arguments); known != memory.end()) return known->second;
  if (memory.size() == kMost) memory.clear();
  Returned computed;
  computed.status = compute(computed.out.data());
  return memory.emplace(arguments, computed).first->second;
}

std::string bytes(const void* from, std::size_t size) { return {static_cast<const char*>(from), size}; }

}  // namespace

extern "C" {

int __real_selfcheck_argon2id(unsigned char* out, unsigned long long outlen, const char* passwd,
                              unsigned long long passwdlen, const unsigned char* salt, unsigned long long opslimit,
                              std::size_t memlimit, int alg);
int __wrap_selfcheck_argon2id(unsigned char* out, unsigned long long outlen, const char* passwd,
                              unsigned long long passwdlen, const unsigned char* salt, unsigned long long opslimit,
                              std::size_t memlimit, int alg) {
  static std::unordered_map<std::string, Returned> memory;
  const auto real = [&](unsigned char* to) {
    return __real_selfcheck_argon2id(to, outlen, passwd, passwdlen, salt, opslimit, memlimit, alg);
  };
  if (outlen != sizeof(Returned::out)) return real(out);
  const std::string arguments = bytes(salt, 16) + bytes(&opslimit, sizeof opslimit) +
                                bytes(&memlimit, sizeof memlimit) + bytes(passwd, static_cast<std::size_t>(passwdlen));
  const Returned& returned = once(memory, arguments, real);
  std::memcpy(out, returned.out.data(), returned.out.size());
  return returned.status;
}

int __real_crypto_scalarmult_ristretto255(unsigned char* q, const unsigned char* n, const unsigned char* p);
int __wrap_crypto_scalarmult_ristretto255(unsigned char* q, const unsigned char* n, const unsigned char* p) {
  static std::unordered_map<std::string, Returned> memory;
  const Returned& returned = once(memory, bytes(n, 32) + bytes(p, 32),
                                  [&](unsigned char* to) { return __real_crypto_scalarmult_ristretto255(to, n, p); });
  std::memcpy(q, returned.out.data(), returned.out.size());
  return returned.status;
}

int __real_crypto_sign_verify_detached(const unsigned char* sig, const unsigned char* m, unsigned long long mlen,
                                       const unsigned char* pk);
int __wrap_crypto_sign_verify_detached(const unsigned char* sig, const unsigned char* m, unsigned long long mlen,
                                       const unsigned char* pk) {
  static std::unordered_map<std::string, Returned> memory;
  const std::string arguments = bytes(sig, 64) + bytes(pk, 32) + bytes(m, static_cast<std::size_t>(mlen));
  return once(memory, arguments, [&](unsigned char*) { return __real_crypto_sign_verify_detached(sig, m, mlen, pk); })
      .status;
}

}  // extern "C"
