// Holds the slow hash against the system's own.
#pragma once

namespace selfcheck::cli {

/// Compares what slow_hash() computes, by libsodium's Argon2 as it was compiled into this program (selfcheck/argon2.h),
/// with crypto_pwhash() of the libsodium that is installed: one hash with the least memory and one pass, on the calling
/// thread. It is called at the start of each run that hashes, and takes some 20 ms. Throws machine_fault if they
/// differ, or a Failure if there is no memory.
void compare_with_system_argon2();

}  // namespace selfcheck::cli
