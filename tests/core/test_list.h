// A small signed list in memory, made with core's own builder. Its hash takes 8 MiB and 1 pass, and it is marked
// `test`.
#pragma once

#include <string>
#include <vector>

#include "selfcheck/bytes.h"
#include "selfcheck/check_session.h"
#include "selfcheck/manifest.h"
#include "selfcheck/minisign.h"
#include "selfcheck/pins.h"
#include "test_evaluators.h"

namespace selfcheck::test {

/// 2026-11-23T00:00:00Z. Every test list is published the day before and valid for 100 days.
inline constexpr Timestamp kNow = 1795392000;

/// Returns a synthetic mobile number: 6000000000 plus `number`.
std::string mobile(unsigned number);

minisign::SecretKey secret_key(std::uint8_t seed);

/// Returns why a step failed, or no error if it did not. A success must not be asked for its error.
template <typename T>
Error error_of(const Result<T>& step) {
  return step ? Error{} : step.error();
}

struct TestList {
  Manifest manifest;
  Pin pin;
  std::string manifest_file;
  std::string pointer_file;
  std::vector<Bytes> bodies;
  std::vector<Bytes> bucket_files;

  /// What distinguishes one list's hashing from another's.
  struct Hashing {
    std::uint8_t salt = 0x22;
    Argon2Params argon2{1, 8 * 1024};
    std::string canary_text{};  // If it is empty, the text is the group's.
    // The evaluators of a keyed list, all of which the pin names; null for a static list.
    const TestEvaluators* evaluators = nullptr;
  };

  /// Makes a list of 2^`bits` buckets with the mobile numbers 0 to count - 1.
  explicit TestList(unsigned count = 40, std::uint32_t bits = 0) : TestList(count, bits, Hashing{}) {}
  TestList(unsigned count, std::uint32_t bits, const Hashing& hashing);

  /// Writes manifest and pointer again after `manifest` was changed.
  void sign(const minisign::SecretKey& key = secret_key(1));
  /// Computes root and bucket files again after `bodies` was changed, and signs.
  void rebuild();
};

/// A session with the list opened, the canary proven and `typed` set and hashed; failures fail the test.
class OpenSession {
 public:
  OpenSession(const TestList& list, std::string_view typed);

  [[nodiscard]] BucketRequest request() const { return session.request(0, kNow).value(); }
  [[nodiscard]] Verdict decide(const TestList& list, Timestamp now = kNow) const {
    return session.decide(0, list.bucket_files[request().index], now);
  }

  CheckSession session{ByteArray<32>{}};
};

}  // namespace selfcheck::test
