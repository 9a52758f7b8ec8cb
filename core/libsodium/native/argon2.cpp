// The slow hash natively: chooses libsodium's kernel for this processor before the first hash.
#include "selfcheck/argon2.h"

#include <sodium.h>

extern "C" {
// libsodium's own two, from the source that is compiled here (CMakeLists.txt renames the first).
int selfcheck_libsodium_argon2id(unsigned char* out, unsigned long long outlen, const char* passwd,
                                 unsigned long long passwdlen, const unsigned char* salt, unsigned long long opslimit,
                                 size_t memlimit, int alg);
int argon2_pick_best_implementation(void);
}

namespace {

// The processor's features are known to Debian's library, once it is initialised. If that failed, it would know of
// none, and the kernel that every processor can run would do: slower, and as right.
bool pick_kernel() { return sodium_init() >= 0 && argon2_pick_best_implementation() == 0; }

}  // namespace

int selfcheck_argon2id(unsigned char* out, unsigned long long outlen, const char* passwd, unsigned long long passwdlen,
                       const unsigned char* salt, unsigned long long opslimit, size_t memlimit, int alg) {
  [[maybe_unused]] static const bool picked = pick_kernel();
  return selfcheck_libsodium_argon2id(out, outlen, passwd, passwdlen, salt, opslimit, memlimit, alg);
}
