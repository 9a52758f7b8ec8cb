// Checks of a keyed list on a machine that computes wrongly, once or from some moment on. The fault strikes at every
// call of libsodium that a check makes. A number that is in the list must be found, or the check can't tell; it must
// never be "not found".
//
// The linker replaces libsodium's functions by those below (--wrap). In a check Argon2 is always right, and its answers
// are kept, because a wrong Argon2 does the same as in a static list, and the same is done about it: its self-test and
// the canary, of which the former is tried here.
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <map>
#include <memory>
#include <optional>

#include "selfcheck/argon2.h"
#include "test_list.h"

namespace {

enum Function : std::size_t {
  scalarmult,
  scalarmult_base,
  add,
  from_hash,
  is_valid_point,
  scalar_reduce,
  scalar_add,
  scalar_sub,
  scalar_mul,
  scalar_invert,
  sha512_update,
  sha512_final,
  blake2b,
  memory_compare,
  is_zero,
  kFunctions
};
constexpr std::array<const char*, kFunctions> kNames{
    "scalarmult",    "scalarmult_base", "add",        "from_hash",      "is_valid_point",
    "scalar_reduce", "scalar_add",      "scalar_sub", "scalar_mul",     "scalar_invert",
    "sha512_update", "sha512_final",    "blake2b",    "memory_compare", "is_zero"};

enum class Wrong { bits, value, status };

/// Where the machine goes wrong.
struct Fault {
  Function function{};
  std::size_t call = 0;  // At which call of the function, counted from 1.
  Wrong what = Wrong::bits;
  bool lasting = false;  // Whether all later calls go wrong, too.
};

struct Machine {
  const Fault* fault = nullptr;
  bool is_at_work = false;  // Whether it computes now. Whoever it speaks with has another machine, which is sound.
  std::array<std::size_t, kFunctions> calls{};
  std::optional<Wrong> argon2{};  // How all of Argon2's calls go wrong.
  std::size_t argon2_calls = 0;

  [[nodiscard]] bool goes_wrong(Function function) {
    if (!is_at_work) return false;
    const std::size_t call = ++calls[function];
    if (fault == nullptr || fault->function != function) return false;
    return fault->lasting ? call >= fault->call : call == fault->call;
  }
  /// Returns the status of a call that rightly gave `status` and `out`, and spoils these if the call goes wrong.
  int result(Function function, int status, std::span<unsigned char> out) {
    if (!goes_wrong(function)) return status;
    if (fault->what == Wrong::status) return status == 0 ? -1 : 0;
    if (fault->what == Wrong::bits) {
      for (unsigned char& byte : out) byte ^= 0x10;
    } else {
      std::fill(out.begin(), out.end(), std::uint8_t{0});
      out.front() = 2;  // This is another scalar; element_result() spoils elements.
    }
    return status;
  }
  int element_result(Function function, int status, unsigned char* out);
};
Machine machine;

}  // namespace

// NOLINTBEGIN(bugprone-reserved-identifier): the linker prescribes these names.
extern "C" {
int __real_crypto_scalarmult_ristretto255(unsigned char* q, const unsigned char* n, const unsigned char* p);
int __wrap_crypto_scalarmult_ristretto255(unsigned char* q, const unsigned char* n, const unsigned char* p) {
  return machine.element_result(scalarmult, __real_crypto_scalarmult_ristretto255(q, n, p), q);
}
int __real_crypto_scalarmult_ristretto255_base(unsigned char* q, const unsigned char* n);
int __wrap_crypto_scalarmult_ristretto255_base(unsigned char* q, const unsigned char* n) {
  return machine.element_result(scalarmult_base, __real_crypto_scalarmult_ristretto255_base(q, n), q);
}
int __real_crypto_core_ristretto255_add(unsigned char* r, const unsigned char* p, const unsigned char* q);
int __wrap_crypto_core_ristretto255_add(unsigned char* r, const unsigned char* p, const unsigned char* q) {
  return machine.element_result(add, __real_crypto_core_ristretto255_add(r, p, q), r);
}
int __real_crypto_core_ristretto255_from_hash(unsigned char* p, const unsigned char* r);
int __wrap_crypto_core_ristretto255_from_hash(unsigned char* p, const unsigned char* r) {
  return machine.element_result(from_hash, __real_crypto_core_ristretto255_from_hash(p, r), p);
}
int __real_crypto_core_ristretto255_is_valid_point(const unsigned char* p);
int __wrap_crypto_core_ristretto255_is_valid_point(const unsigned char* p) {
  const int valid = __real_crypto_core_ristretto255_is_valid_point(p);
  return machine.goes_wrong(is_valid_point) ? 1 - valid : valid;
}
void __real_crypto_core_ristretto255_scalar_reduce(unsigned char* r, const unsigned char* s);
void __wrap_crypto_core_ristretto255_scalar_reduce(unsigned char* r, const unsigned char* s) {
  __real_crypto_core_ristretto255_scalar_reduce(r, s);
  machine.result(scalar_reduce, 0, {r, 32});
}
void __real_crypto_core_ristretto255_scalar_add(unsigned char* z, const unsigned char* x, const unsigned char* y);
void __wrap_crypto_core_ristretto255_scalar_add(unsigned char* z, const unsigned char* x, const unsigned char* y) {
  __real_crypto_core_ristretto255_scalar_add(z, x, y);
  machine.result(scalar_add, 0, {z, 32});
}
void __real_crypto_core_ristretto255_scalar_sub(unsigned char* z, const unsigned char* x, const unsigned char* y);
void __wrap_crypto_core_ristretto255_scalar_sub(unsigned char* z, const unsigned char* x, const unsigned char* y) {
  __real_crypto_core_ristretto255_scalar_sub(z, x, y);
  machine.result(scalar_sub, 0, {z, 32});
}
void __real_crypto_core_ristretto255_scalar_mul(unsigned char* z, const unsigned char* x, const unsigned char* y);
void __wrap_crypto_core_ristretto255_scalar_mul(unsigned char* z, const unsigned char* x, const unsigned char* y) {
  __real_crypto_core_ristretto255_scalar_mul(z, x, y);
  machine.result(scalar_mul, 0, {z, 32});
}
int __real_crypto_core_ristretto255_scalar_invert(unsigned char* recip, const unsigned char* s);
int __wrap_crypto_core_ristretto255_scalar_invert(unsigned char* recip, const unsigned char* s) {
  const int status = __real_crypto_core_ristretto255_scalar_invert(recip, s);
  machine.result(scalar_invert, status, {recip, 32});
  return status;
}
int __real_crypto_hash_sha512_update(crypto_hash_sha512_state* state, const unsigned char* in, unsigned long long size);
int __wrap_crypto_hash_sha512_update(crypto_hash_sha512_state* state, const unsigned char* in,
                                     unsigned long long size) {
  const int status = __real_crypto_hash_sha512_update(state, in, size);
  return machine.result(sha512_update, status, {reinterpret_cast<unsigned char*>(state->state), 64});
}
int __real_crypto_hash_sha512_final(crypto_hash_sha512_state* state, unsigned char* out);
int __wrap_crypto_hash_sha512_final(crypto_hash_sha512_state* state, unsigned char* out) {
  return machine.result(sha512_final, __real_crypto_hash_sha512_final(state, out), {out, 64});
}
int __real_crypto_generichash_blake2b_salt_personal(unsigned char* out, std::size_t out_size, const unsigned char* in,
                                                    unsigned long long size, const unsigned char* key,
                                                    std::size_t key_size, const unsigned char* salt,
                                                    const unsigned char* personal);
int __wrap_crypto_generichash_blake2b_salt_personal(unsigned char* out, std::size_t out_size, const unsigned char* in,
                                                    unsigned long long size, const unsigned char* key,
                                                    std::size_t key_size, const unsigned char* salt,
                                                    const unsigned char* personal) {
  const int status =
      __real_crypto_generichash_blake2b_salt_personal(out, out_size, in, size, key, key_size, salt, personal);
  return machine.result(blake2b, status, {out, out_size});
}
int __real_sodium_memcmp(const void* a, const void* b, std::size_t size);
int __wrap_sodium_memcmp(const void* a, const void* b, std::size_t size) {
  const int differ = __real_sodium_memcmp(a, b, size);
  return machine.goes_wrong(memory_compare) ? -1 - differ : differ;
}
int __real_sodium_is_zero(const unsigned char* bytes, std::size_t size);
int __wrap_sodium_is_zero(const unsigned char* bytes, std::size_t size) {
  const int zero = __real_sodium_is_zero(bytes, size);
  return machine.goes_wrong(is_zero) ? 1 - zero : zero;
}
decltype(selfcheck_argon2id) __real_selfcheck_argon2id;
int __wrap_selfcheck_argon2id(unsigned char* out, unsigned long long out_size, const char* password,
                              unsigned long long size, const unsigned char* salt, unsigned long long ops,
                              std::size_t memory, int algorithm) {
  ++machine.argon2_calls;
  if (machine.argon2 == Wrong::status) return -1;
  static std::map<std::string, std::string> kept;
  std::string& answer = kept[std::string(password, size)];
  if (answer.empty()) {
    const int status = __real_selfcheck_argon2id(out, out_size, password, size, salt, ops, memory, algorithm);
    if (status != 0) return status;
    answer.assign(reinterpret_cast<const char*>(out), out_size);
  }
  std::copy(answer.begin(), answer.end(), out);
  if (machine.argon2) out[out_size - 1] ^= 0x10;
  return 0;
}
}
// NOLINTEND(bugprone-reserved-identifier)

namespace {

// Does what result() does, for an element. A wrong value is another valid element, so that no check for valid elements
// notices it.
int Machine::element_result(Function function, int status, unsigned char* out) {
  if (!goes_wrong(function)) return status;
  if (fault->what == Wrong::status) return status == 0 ? -1 : 0;
  if (fault->what == Wrong::bits) {
    out[16] ^= 0x10;
  } else {
    (void)__real_crypto_core_ristretto255_add(out, out, selfcheck::voprf::generator().data());
  }
  return status;
}

namespace test = selfcheck::test;
using selfcheck::as_bytes;
using selfcheck::as_text;
using selfcheck::ByteArray;
using selfcheck::Outcome;

class Faults : public ::testing::Test {
 protected:
  /// Makes a whole check on a machine with this fault, from the pointer to the verdict.
  [[nodiscard]] Outcome check(unsigned number, const Fault* fault) {
    machine = {.fault = fault, .is_at_work = true};
    const Outcome outcome = check(number);
    machine.is_at_work = false;
    return outcome;
  }

  /// Returns how often a check calls each function.
  [[nodiscard]] std::array<std::size_t, kFunctions> calls(unsigned number) {
    (void)check(number, nullptr);
    return machine.calls;
  }

  /// Opens the list and sets a number, on a machine that is sound.
  void open(selfcheck::CheckSession& session) const {
    session.add_list(list_.pin);
    EXPECT_TRUE(session.open_pointer(0, as_bytes(list_.pointer_file)));
    EXPECT_TRUE(session.open_manifest(0, as_bytes(list_.manifest_file), test::kNow));
    EXPECT_TRUE(session.set_identifier(selfcheck::Kind::mobile, test::mobile(kMember)));
  }
  /// Makes the client's questions on a machine with this fault, and returns why that failed.
  [[nodiscard]] selfcheck::Error asking(const Fault* fault) const {
    selfcheck::CheckSession session{ByteArray<32>{}};
    open(session);
    machine = {.fault = fault, .is_at_work = true};
    const auto asked = session.ask_evaluators(0, uniform_, test::kNow);
    machine.is_at_work = false;
    return test::error_of(asked);
  }

  static constexpr unsigned kMember = 1, kOther = 1000;

 private:
  [[nodiscard]] Outcome check(unsigned number) {
    selfcheck::CheckSession session{ByteArray<32>{}};
    session.add_list(list_.pin);
    const auto uniform = uniform_;
    if (!session.open_pointer(0, as_bytes(list_.pointer_file)) ||
        !session.open_manifest(0, as_bytes(list_.manifest_file), test::kNow) || !session.prove_canary(0) ||
        !session.set_identifier(selfcheck::Kind::mobile, test::mobile(number)) || !session.hash(0)) {
      return Outcome::could_not_tell;
    }
    const auto request = session.request(0, test::kNow);
    const auto asked = session.ask_evaluators(0, uniform, test::kNow);
    if (!request || !asked) return Outcome::could_not_tell;
    machine.is_at_work = false;
    const test::Answers answers = answers_to(*asked);
    machine.is_at_work = true;
    // This client does not look at what evaluate() returns, so that decide() alone must notice.
    (void)session.evaluate(0, uniform, asked->blinded, answers.given());
    return session.decide(0, list_.bucket_files[request->index], test::kNow).outcome;
  }

  // Returns the answers of two evaluators; the third one is down. The same question gets the same answer.
  test::Answers answers_to(const selfcheck::EvaluatorsRequest& asked) {
    test::Answers answers;
    for (const auto& question : asked.questions) {
      if (question.index > 2) continue;
      const std::string text(as_text(question.body));
      if (!kept_.contains(text)) {
        kept_[text] =
            selfcheck::answer_question(evaluators_.shares[question.index - 1], question.body, ByteArray<32>{});
      }
      if (const auto& answer = kept_[text]) answers.add(question.index, *answer);
    }
    return answers;
  }

  const test::TestEvaluators evaluators_{2, 3};
  const test::TestList list_{6, 1, {.evaluators = &evaluators_}};
  const ByteArray<64> uniform_ = test::uniform("u");
  std::map<std::string, std::optional<selfcheck::EvaluationAnswer>> kept_;
};

TEST_F(Faults, WithoutAnyTheVerdictIsRight) {
  EXPECT_EQ(check(kMember, nullptr), Outcome::found);
  EXPECT_EQ(check(kOther, nullptr), Outcome::not_found);
  for (std::size_t i = 0; i < kFunctions; ++i) {
    // Only dealing adds scalars, only proving subtracts them, and only these two multiply the generator alone.
    if (i == scalar_add || i == scalar_sub || i == scalarmult_base) continue;
    EXPECT_GT(machine.calls[i], 0u) << kNames[i] << " is not what a check calls any more";
  }
}

TEST_F(Faults, NoneTurnsAMemberIntoNotFoundNorAnotherIntoFound) {
  for (const unsigned number : {kMember, kOther}) {
    const auto total = calls(number);
    for (std::size_t i = 0; i < kFunctions; ++i) {
      const auto function = static_cast<Function>(i);
      const bool says_yes_or_no = function == is_valid_point || function == memory_compare || function == is_zero;
      std::size_t noticed = 0;
      for (std::size_t call = 1; call <= total[i]; ++call) {
        for (const Wrong what : {Wrong::bits, Wrong::value, Wrong::status}) {
          for (const bool lasting : {false, true}) {
            // All kinds of faults are tried only for the member, and not in the function that is called most. The rest
            // gets one kind, to save time.
            const bool in_every_way = number == kMember && function != sha512_update;
            if (!in_every_way && (lasting || what != Wrong::bits)) continue;
            if (says_yes_or_no && what != Wrong::bits) continue;
            const Fault fault{function, call, what, lasting};
            const Outcome outcome = check(number, &fault);
            if (outcome == Outcome::could_not_tell) ++noticed;
            EXPECT_NE(outcome, number == kMember ? Outcome::not_found : Outcome::found)
                << kNames[i] << ", call " << call << " of " << total[i] << (lasting ? " and later" : "") << ", "
                << static_cast<int>(what);
          }
        }
      }
      EXPECT_TRUE(total[i] == 0 || noticed > 0) << kNames[i];
    }
  }
}

TEST_F(Faults, AskingTellsWhatTheMachineTells) {
  EXPECT_EQ(asking(nullptr), selfcheck::Error{});
  const auto total = machine.calls;
  for (const Function function : {scalarmult, add}) {
    EXPECT_GT(total[function], 0u) << kNames[function];
    for (std::size_t call = 1; call <= total[function]; ++call) {
      const Fault fault{function, call, Wrong::status};
      const auto code = asking(&fault).code;
      EXPECT_TRUE(code == selfcheck::ErrorCode::evaluation_invalid || code == selfcheck::ErrorCode::evaluation_key)
          << kNames[function] << ", call " << call;
    }
  }
}

TEST_F(Faults, WhatIsProvenIsNotProvenAgain) {
  selfcheck::CheckSession session{ByteArray<32>{}};
  open(session);
  machine = {.is_at_work = true};
  EXPECT_TRUE(session.prove_canary(0));
  const std::size_t total = machine.calls[scalarmult];
  EXPECT_GT(total, 0u);
  EXPECT_TRUE(session.prove_canary(0));
  EXPECT_EQ(machine.calls[scalarmult], total);
  machine = {};
}

// A question that is blinded wrongly could tell something of the number.
TEST(BlindFaults, TheRightQuestionIsAskedOrNone) {
  const auto blind = [&](const Fault* fault) {
    machine = {.fault = fault, .is_at_work = true};
    const auto blinded = selfcheck::blind_input(as_bytes("mobile:+916000000001"), test::uniform("u"));
    machine.is_at_work = false;
    return blinded;
  };
  const auto right = blind(nullptr);
  ASSERT_TRUE(right);
  const auto total = machine.calls;
  for (const Function function : {from_hash, scalarmult, scalar_invert, sha512_update, sha512_final}) {
    EXPECT_GT(total[function], 0u) << kNames[function];
    for (std::size_t call = 1; call <= total[function]; ++call) {
      for (const Wrong what : {Wrong::bits, Wrong::value}) {
        const Fault fault{function, call, what};
        const auto blinded = blind(&fault);
        EXPECT_TRUE(!blinded || *blinded == *right) << kNames[function] << ", call " << call;
      }
    }
  }
}

TEST(SumFaults, WithoutOneOfItsTermsThereIsNoSum) {
  std::vector<selfcheck::voprf::Scalar> scalars;
  for (const std::uint32_t value : {1u, 2u, 3u}) scalars.push_back(selfcheck::voprf::scalar_from_integer(value));
  const std::vector<selfcheck::voprf::Element> elements(scalars.size(), selfcheck::voprf::generator());
  const auto sum = [&](const Fault* fault) {
    machine = {.fault = fault, .is_at_work = true};
    const auto of_all = selfcheck::voprf::sum_of_products(scalars, elements);
    machine.is_at_work = false;
    return of_all;
  };
  EXPECT_TRUE(sum(nullptr));
  const auto total = machine.calls;
  for (const Function function : {scalarmult, add}) {
    EXPECT_GT(total[function], 1u) << kNames[function];
    for (std::size_t call = 1; call <= total[function]; ++call) {
      const Fault fault{function, call, Wrong::status};
      EXPECT_FALSE(sum(&fault)) << kNames[function] << ", call " << call;
    }
  }
}

TEST(EvaluationCost, AnswersThatAreNotNeededAreNotLookedAt) {
  const test::TestEvaluators evaluators{2, 3};
  const auto input = as_bytes("mobile:+916000000001");
  const auto uniform = test::uniform("u");
  const auto blinded = selfcheck::blind_input(input, uniform).value();
  const auto calls_with = [&](std::initializer_list<std::uint32_t> indices) {
    const test::Answers answers = evaluators.answers(indices, blinded);
    selfcheck::voprf::Output y;
    machine = {.is_at_work = true};
    EXPECT_TRUE(selfcheck::evaluate_input(evaluators.key, input, uniform, blinded, answers.given(), y));
    machine.is_at_work = false;
    return machine.calls;
  };
  EXPECT_EQ(calls_with({1, 2, 3}), calls_with({1, 2}));
}

// An evaluator's machine goes wrong in the same ways. Nobody takes a wrong element of it.
TEST(EvaluatorFaults, NoWrongAnswerIsTaken) {
  const test::TestEvaluators evaluators{2, 3};
  const auto& secret = evaluators.shares[0];
  const auto share_key = selfcheck::voprf::share_public_key(evaluators.key, 1).value();
  const auto blinded = selfcheck::blind_input(as_bytes("mobile:+916000000001"), test::uniform("u")).value();
  const auto question = selfcheck::write_question(share_key, blinded);
  const auto answer = [&](const Fault* fault) {
    machine = {.fault = fault, .is_at_work = true};
    auto given = selfcheck::answer_question(secret, question, ByteArray<32>{});
    machine.is_at_work = false;
    return given;
  };
  const auto good = answer(nullptr);
  ASSERT_TRUE(good);
  const auto right = selfcheck::verify_answer(share_key, blinded, *good);
  ASSERT_TRUE(right);
  const auto total = machine.calls;
  for (std::size_t i = 0; i < kFunctions; ++i) {
    for (std::size_t call = 1; call <= total[i]; ++call) {
      for (const Wrong what : {Wrong::bits, Wrong::value, Wrong::status}) {
        const Fault fault{static_cast<Function>(i), call, what};
        const auto wrong = answer(&fault);
        const auto taken = wrong ? selfcheck::verify_answer(share_key, blinded, *wrong) : std::nullopt;
        // With another nonce the answer is right all the same.
        EXPECT_TRUE(!taken || *taken == *right) << kNames[i] << ", call " << call << ", " << static_cast<int>(what);
        const bool multiplies = fault.function == scalarmult || fault.function == scalarmult_base;
        EXPECT_FALSE(wrong && multiplies && what == Wrong::status) << "it was told, call " << call;
      }
    }
  }
}

// Who builds a list computes y with the key itself.
TEST(EvaluateFaults, OfAWrongMachineThereIsTheRightYOrNone) {
  const test::TestEvaluators evaluators{1, 1};
  const auto evaluate = [&](const Fault* fault) {
    machine = {.fault = fault, .is_at_work = true};
    auto y = selfcheck::voprf::evaluate(evaluators.secret, as_bytes("mobile:+916000000001"));
    machine.is_at_work = false;
    return y;
  };
  const auto right = evaluate(nullptr);
  ASSERT_TRUE(right);
  const auto total = machine.calls;
  for (std::size_t i = 0; i < kFunctions; ++i) {
    std::size_t none = 0;
    for (std::size_t call = 1; call <= total[i]; ++call) {
      for (const Wrong what : {Wrong::bits, Wrong::value, Wrong::status}) {
        const Fault fault{static_cast<Function>(i), call, what};
        const auto y = evaluate(&fault);
        if (!y) ++none;
        EXPECT_TRUE(!y || test::same(*y, *right)) << kNames[i] << ", call " << call << ", " << static_cast<int>(what);
      }
    }
    EXPECT_TRUE(total[i] == 0 || none > 0) << kNames[i];
  }
}

TEST(TagFaults, ATagThatComesOutOtherwiseTheSecondTimeIsTheReason) {
  const test::TestList list(1);
  const test::OpenSession open(list, test::mobile(0));
  const auto decide = [&](const Fault* fault) {
    machine = {.fault = fault, .is_at_work = true};
    auto verdict = open.session.decide(0, list.bucket_files[0], test::kNow);
    machine.is_at_work = false;
    return verdict;
  };
  EXPECT_EQ(decide(nullptr).outcome, Outcome::found);
  const std::size_t total = machine.calls[blake2b];
  ASSERT_GT(total, 2u);
  for (const std::size_t call : {std::size_t{1}, total}) {
    const Fault fault{blake2b, call, Wrong::bits};
    const auto verdict = decide(&fault);
    EXPECT_EQ(verdict.outcome, Outcome::could_not_tell);
    EXPECT_EQ(verdict.reason, selfcheck::Error{selfcheck::ErrorCode::canary_hash});
  }
}

TEST(Argon2Faults, TheSelfTestTellsWhatIsWrong) {
  machine = {};
  EXPECT_TRUE(selfcheck::slow_hash_self_test());
  machine.argon2 = Wrong::bits;
  EXPECT_EQ(selfcheck::slow_hash_self_test().error(), selfcheck::Error{selfcheck::ErrorCode::canary_hash});
  machine.argon2 = Wrong::status;
  EXPECT_EQ(selfcheck::slow_hash_self_test().error(), selfcheck::Error{selfcheck::ErrorCode::out_of_memory});
  const selfcheck::Argon2Params cheap{selfcheck::kMinOps, selfcheck::kMinMemKib};
  EXPECT_EQ(selfcheck::slow_hash(as_bytes("x"), {}, cheap).error(),
            selfcheck::Error{selfcheck::ErrorCode::out_of_memory});
  machine = {};
}

TEST(Argon2Faults, WithoutMemoryACheckIsToldSoAndGoesOnWhenThereIsSome) {
  const test::TestList list(1);
  const selfcheck::Error out_of_memory{selfcheck::ErrorCode::out_of_memory};
  machine = {};
  selfcheck::CheckSession session{ByteArray<32>{}};
  session.add_list(list.pin);
  ASSERT_TRUE(session.open_pointer(0, as_bytes(list.pointer_file)));
  ASSERT_TRUE(session.open_manifest(0, as_bytes(list.manifest_file), test::kNow));
  ASSERT_TRUE(session.set_identifier(selfcheck::Kind::mobile, test::mobile(1000)));
  machine.argon2 = Wrong::status;
  EXPECT_EQ(test::error_of(session.prove_canary(0)), out_of_memory);
  EXPECT_EQ(test::error_of(session.hash(0)), out_of_memory);
  EXPECT_EQ(session.decide(0, list.bucket_files[0], test::kNow).reason.code, selfcheck::ErrorCode::not_ready);
  machine = {};
  EXPECT_TRUE(session.prove_canary(0));
  EXPECT_TRUE(session.hash(0));
  EXPECT_EQ(session.decide(0, list.bucket_files[0], test::kNow).outcome, Outcome::not_found);
  // What has been computed is not computed again.
  EXPECT_TRUE(session.prove_canary(0));
  EXPECT_TRUE(session.hash(0));
  EXPECT_EQ(machine.argon2_calls, 2u);
}

}  // namespace
