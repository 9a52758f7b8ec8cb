// Measures what an evaluation costs without HTTP. The program reads lines from stdin, `bare N`, `answer N` or `check
// N`, does that N times, and writes the processor time that one took, in nanoseconds.
//
//   bare     the bare group operations of an answer, which are four products of points and one of the generator
//   answer   core's answer_question(), which does these operations, hashes and reads
//   check    core's evaluate_input() of two answers of three, which is what a client computes once they are there
#include <sodium.h>

#include <cstdio>
#include <ctime>
#include <iostream>
#include <string>
#include <vector>

#include "selfcheck/evaluation.h"

namespace {

using namespace selfcheck;

double cpu_nanoseconds() {
  timespec time{};
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
  return static_cast<double>(time.tv_sec) * 1e9 + static_cast<double>(time.tv_nsec);
}

[[noreturn]] void give_up(const char* reason) {
  std::fprintf(stderr, "group: error: %s\n", reason);
  std::exit(1);
}

voprf::Scalar random_scalar() {
  ByteArray<64> uniform{};
  randombytes_buf(uniform.data(), uniform.size());
  return voprf::scalar_from_uniform(uniform);
}

void bare(const voprf::Scalar& secret, voprf::Element& point) {
  for (int i = 0; i < 4; ++i) {
    if (crypto_scalarmult_ristretto255(point.data(), secret.span().data(), point.data()) != 0) give_up("no element");
  }
  voprf::Element of_generator{};
  if (crypto_scalarmult_ristretto255_base(of_generator.data(), secret.span().data()) != 0) give_up("no element");
}

class Bench {
 public:
  Bench() {
    std::vector<voprf::Scalar> coefficients;
    coefficients.push_back(random_scalar());
    auto dealt = voprf::deal(random_scalar(), coefficients, 3);
    if (!dealt) give_up("no key");
    key_ = std::move(dealt->key);
    shares_ = std::move(dealt->shares);
    randombytes_buf(uniform_.data(), uniform_.size());
    point_ = blinded_ = blind_input(as_bytes(kInput), uniform_).value();
    for (std::uint32_t i = 0; i < 2; ++i) {
      questions_.push_back(write_question(*voprf::share_public_key(key_, i + 1), blinded_));
      answers_.push_back(answer(i));
    }
  }

  /// Returns how many nanoseconds one took.
  double run(const std::string& what, int count) {
    const double start = cpu_nanoseconds();
    for (int i = 0; i < count; ++i) {
      if (what == "bare") {
        bare(shares_[0], point_);
      } else if (what == "answer") {
        (void)answer(0);
      } else if (what == "check") {
        const EvaluatorAnswer given[] = {{1, 200, 0, answers_[0]}, {2, 200, 0, answers_[1]}};
        voprf::Output y;
        if (!evaluate_input(key_, as_bytes(kInput), uniform_, blinded_, given, y)) give_up("not evaluated");
      } else {
        give_up("say bare, answer or check");
      }
    }
    return (cpu_nanoseconds() - start) / count;
  }

 private:
  static constexpr std::string_view kInput = "mobile:+919999999999";

  EvaluationAnswer answer(std::size_t i) {
    ByteArray<32> random{};
    randombytes_buf(random.data(), random.size());
    const auto answered = answer_question(shares_[i], questions_[i], random);
    if (!answered) give_up("no answer");
    return *answered;
  }

  voprf::EvaluationKey key_;
  std::vector<voprf::Scalar> shares_;
  ByteArray<64> uniform_{};
  voprf::Element point_{}, blinded_{};
  std::vector<EvaluationQuestion> questions_;
  std::vector<EvaluationAnswer> answers_;
};

}  // namespace

int main() {
  if (sodium_init() < 0) return 1;
  Bench bench;
  std::string what;
  for (int count = 0; std::cin >> what >> count;) {
    std::printf("%.0f\n", bench.run(what, count));
    std::fflush(stdout);
  }
}
