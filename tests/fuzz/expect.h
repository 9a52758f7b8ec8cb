// What a fuzz target says when something is not as it must be. libFuzzer and the sanitizers report a program that ends
// by abort(), and keep the input that brought it about.
#pragma once

#include <cstdio>
#include <cstdlib>

/// Ends the program unless `condition` holds. Unlike assert() it is in every build.
#define EXPECT(condition)                                                                 \
  do {                                                                                    \
    if (!(condition)) {                                                                   \
      std::fprintf(stderr, "%s:%d: does not hold: %s\n", __FILE__, __LINE__, #condition); \
      std::abort();                                                                       \
    }                                                                                     \
  } while (false)
