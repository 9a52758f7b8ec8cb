// A proof that discrete logarithms are equal, for a batch of one to four elements, after the input has changed
// something of it.
#include <algorithm>
#include <vector>

#include "expect.h"
#include "input.h"
#include "selfcheck/voprf/dleq.h"
#include "selfcheck/voprf/shares.h"
#include "test_evaluators.h"

using namespace selfcheck;

namespace {

struct Statement {
  voprf::Element key{};
  std::vector<voprf::Element> c, d;
  voprf::Proof proof{};

  friend bool operator==(const Statement&, const Statement&) = default;
};

// Returns a statement about `size` elements, with its proof.
Statement honest(std::size_t size) {
  const voprf::Scalar k = test::scalar("key"), nonce = test::scalar("nonce");
  Statement statement;
  statement.key = *voprf::multiply_generator(k);
  for (std::uint32_t i = 1; i <= size; ++i) {
    statement.c.push_back(*voprf::multiply_generator(voprf::scalar_from_integer(i)));
    statement.d.push_back(*voprf::multiply(k, statement.c.back()));
  }
  statement.proof = *voprf::generate_proof(k, statement.key, statement.c, statement.d, nonce);
  return statement;
}

bool verifies(const Statement& s) { return voprf::verify_proof(s.key, s.c, s.d, s.proof); }

template <std::size_t N>
void edit(ByteArray<N>& bytes, fuzz::Input& input) {
  const Bytes other = fuzz::edited(bytes, input);
  if (other.size() == N) std::copy(other.begin(), other.end(), bytes.begin());
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const Statement kHonest[] = {honest(1), honest(2), honest(3), honest(4)};
  fuzz::Input input(data, size);
  const Statement& intact = kHonest[input.below(4)];
  EXPECT(verifies(intact));
  Statement changed = intact;
  for (std::uint32_t changes = 1 + input.below(3); changes > 0; --changes) {
    const std::uint32_t kind = input.below(8);
    auto& side = kind % 2 == 0 ? changed.c : changed.d;
    voprf::Element& one = side[input.below(static_cast<std::uint32_t>(side.size()))];
    switch (kind / 2) {
      case 0:
        edit(changed.proof, input);
        break;
      case 1:
        edit(one, input);
        break;
      case 2:
        std::swap(one, side.front());
        break;
      default:
        kind % 2 == 0 ? edit(changed.key, input) : std::swap(changed.c, changed.d);
    }
  }
  // A proof is of one statement. The same pairs in another order are another statement, too.
  EXPECT(verifies(changed) == (changed == intact));
  return 0;
}
