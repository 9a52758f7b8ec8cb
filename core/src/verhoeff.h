// Verhoeff, "Error Detecting Decimal Codes" (1969): the check digit of an Aadhaar number.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace selfcheck {

// Multiplication in the dihedral group D5, and the permutation that is applied once more for each place.
inline constexpr std::uint8_t kDihedral[10][10] = {{0, 1, 2, 3, 4, 5, 6, 7, 8, 9}, {1, 2, 3, 4, 0, 6, 7, 8, 9, 5},
                                                   {2, 3, 4, 0, 1, 7, 8, 9, 5, 6}, {3, 4, 0, 1, 2, 8, 9, 5, 6, 7},
                                                   {4, 0, 1, 2, 3, 9, 5, 6, 7, 8}, {5, 9, 8, 7, 6, 0, 4, 3, 2, 1},
                                                   {6, 5, 9, 8, 7, 1, 0, 4, 3, 2}, {7, 6, 5, 9, 8, 2, 1, 0, 4, 3},
                                                   {8, 7, 6, 5, 9, 3, 2, 1, 0, 4}, {9, 8, 7, 6, 5, 4, 3, 2, 1, 0}};
inline constexpr std::uint8_t kPermutation[10] = {1, 5, 7, 6, 2, 8, 3, 0, 9, 4};
inline constexpr std::size_t kPermutationOrder = 8;

}  // namespace selfcheck
