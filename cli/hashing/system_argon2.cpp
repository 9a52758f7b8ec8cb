#include "hashing/system_argon2.h"

#include <sodium.h>

#include <algorithm>
#include <string_view>

#include "base/failure.h"
#include "base/machine_fault.h"
#include "selfcheck/tag.h"

namespace selfcheck::cli {

void compare_with_system_argon2() {
  constexpr std::string_view kText = "compared";
  constexpr GroupSalt kSalt{0xf0, 0xe1, 0xd2, 0xc3, 0xb4, 0xa5, 0x96, 0x87,
                            0x78, 0x69, 0x5a, 0x4b, 0x3c, 0x2d, 0x1e, 0x0f};
  const SlowHash ours = value_or_fail(slow_hash(as_bytes(kText), kSalt, {kMinOps, kMinMemKib}));
  SlowHash systems;
  const auto out = systems.mutable_span();
  if (crypto_pwhash(out.data(), out.size(), kText.data(), kText.size(), kSalt.data(), kMinOps,
                    std::size_t{kMinMemKib} * 1024, crypto_pwhash_ALG_ARGON2ID13) != 0) {
    throw Failure::from(Error{ErrorCode::out_of_memory});
  }
  if (!std::equal(out.begin(), out.end(), ours.span().begin())) {
    throw machine_fault(
        "Argon2id as it is built into this program and as the system's libsodium has it give two results");
  }
}

}  // namespace selfcheck::cli
