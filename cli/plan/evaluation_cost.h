// Estimates how long it takes to try the numbers of a keyed list, each of which has to be asked of its evaluators, at
// their pace.
#pragma once

#include <cstdint>

namespace selfcheck::cli {

/// The evaluators that a keyed list's numbers are asked of, and how much each of them answers.
struct Evaluators {
  std::uint32_t threshold = 2;  // t, how many of them have to answer about a number
  std::uint32_t count = 3;      // n, how many there are
  double rate = 50;             // questions a second that each answers for everybody together (--rate)
};

/// Returns how many numbers a second can be tried, n * rate / t, by somebody with addresses enough that no other limit
/// holds them back, if nobody else asks.
[[nodiscard]] double numbers_a_second(const Evaluators& evaluators);
[[nodiscard]] double seconds_to_ask(std::uint64_t numbers, const Evaluators& evaluators);

/// Returns the same evaluators with a tenth of the rate, which is enough outside a week of news.
[[nodiscard]] Evaluators turned_down(Evaluators evaluators);

}  // namespace selfcheck::cli
