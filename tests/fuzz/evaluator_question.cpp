// A question, as an evaluator gets it. The first byte chooses whether the rest is one, or says what is done to an
// honest one.
#include <algorithm>

#include "expect.h"
#include "input.h"
#include "selfcheck/evaluator.h"
#include "test_evaluators.h"

using namespace selfcheck;

namespace {

const test::TestEvaluators& evaluators() {
  static const test::TestEvaluators kEvaluators(2, 3);
  return kEvaluators;
}

void asked(ByteSpan bytes) {
  const auto read = read_question(bytes);
  EXPECT(read.has_value() == (bytes.size() == 80 && as_text(bytes.first(16)) == kEvaluationFormat));
  if (!read) return;
  // A question has one form.
  const EvaluationQuestion question = write_question(read->share_key, read->blinded);
  EXPECT(std::ranges::equal(question, bytes));

  // An answer is given to every element and to nothing else, and its client takes it. It is evaluator 1 that answers;
  // of a question about another share the client must not take it.
  const auto own = voprf::share_public_key(evaluators().key, 1).value();
  const auto answer = answer_question(evaluators().shares[0], question, ByteArray<32>{});
  EXPECT(answer.has_value() == voprf::is_element(read->blinded));
  if (!answer) return;
  const auto taken = verify_answer(read->share_key, read->blinded, *answer);
  EXPECT(taken.has_value() == (read->share_key == own));
  if (taken) EXPECT(taken == voprf::multiply(evaluators().shares[0], read->blinded));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  fuzz::Input input(data, size);
  const std::uint32_t kind = input.byte();
  if (kind % 2 == 0) {
    asked(input.rest());
  } else {
    const auto share_key = voprf::share_public_key(evaluators().key, 1 + kind / 2 % 3).value();
    asked(fuzz::edited(write_question(share_key, voprf::generator()), input));
  }
  return 0;
}
