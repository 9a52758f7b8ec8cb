#include "plan/evaluation_cost.h"

namespace selfcheck::cli {

double numbers_a_second(const Evaluators& evaluators) {
  return evaluators.count * evaluators.rate / evaluators.threshold;
}

double seconds_to_ask(std::uint64_t numbers, const Evaluators& evaluators) {
  return static_cast<double>(numbers) / numbers_a_second(evaluators);
}

Evaluators turned_down(Evaluators evaluators) {
  evaluators.rate /= 10;
  return evaluators;
}

}  // namespace selfcheck::cli
