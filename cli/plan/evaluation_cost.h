// What it takes to try the numbers of a keyed list: each has to be asked of its evaluators, at their pace.
#pragma once

#include <cstdint>

namespace selfcheck::cli {

/// Whom a keyed list's numbers are asked of, and how much each answers.
struct Evaluators {
  std::uint32_t threshold = 2;  // t: so many of them have to answer about a number
  std::uint32_t count = 3;      // n
  double rate = 50;             // numbers a second that each answers for everybody together (--rate)
};

/// For somebody with addresses enough that no other limit binds: n * rate / t numbers a second, if nobody else asks.
[[nodiscard]] double numbers_a_second(const Evaluators& evaluators);
[[nodiscard]] double seconds_to_ask(std::uint64_t numbers, const Evaluators& evaluators);

/// The rate outside a week of news, when a tenth is enough.
[[nodiscard]] Evaluators turned_down(Evaluators evaluators);

}  // namespace selfcheck::cli
