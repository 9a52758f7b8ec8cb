// The slow hash of native programs. Before the first hash it chooses libsodium's kernel for this processor.
#include "selfcheck/argon2.h"

#include <sodium.h>

extern "C" {
// These two functions are libsodium's own, from the source that is compiled here. CMakeLists.txt renames them.
int selfcheck_libsodium_argon2id(unsigned char* out, unsigned long long outlen, const char* passwd,
                                 unsigned long long passwdlen, const unsigned char* salt, unsigned long long opslimit,
                                 size_t memlimit, int alg);
int selfcheck_libsodium_pick_kernel(void);
}

namespace {

// Debian's library knows the processor's features once it is initialised. If that failed, it would know of none, and
// the kernel that every processor can run would be chosen, which is slower and just as correct.
bool pick_kernel() { return sodium_init() >= 0 && selfcheck_libsodium_pick_kernel() == 0; }

}  // namespace

int selfcheck_argon2id(unsigned char* out, unsigned long long outlen, const char* passwd, unsigned long long passwdlen,
                       const unsigned char* salt, unsigned long long opslimit, size_t memlimit, int alg) {
  [[maybe_unused]] static const bool picked = pick_kernel();
  return selfcheck_libsodium_argon2id(out, outlen, passwd, passwdlen, salt, opslimit, memlimit, alg);
}
