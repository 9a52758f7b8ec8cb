// The tables of an Aadhaar number's check digit, from Verhoeff, "Error Detecting Decimal Codes" (1969).
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace selfcheck {

// kDihedral is the multiplication in the dihedral group D5. kPermutation is applied to a digit as often as the number
// of its place says, and does nothing when it is applied kPermutationOrder times.
inline constexpr std::uint8_t kDihedral[10][10] = {{0, 1, 2, 3, 4, 5, 6, 7, 8, 9}, {1, 2, 3, 4, 0, 6, 7, 8, 9, 5},
                                                   {2, 3, 4, 0, 1, 7, 8, 9, 5, 6}, {3, 4, 0, 1, 2, 8, 9, 5, 6, 7},
                                                   {4, 0, 1, 2, 3, 9, 5, 6, 7, 8}, {5, 9, 8, 7, 6, 0, 4, 3, 2, 1},
                                                   {6, 5, 9, 8, 7, 1, 0, 4, 3, 2}, {7, 6, 5, 9, 8, 2, 1, 0, 4, 3},
                                                   {8, 7, 6, 5, 9, 3, 2, 1, 0, 4}, {9, 8, 7, 6, 5, 4, 3, 2, 1, 0}};
inline constexpr std::uint8_t kPermutation[10] = {1, 5, 7, 6, 2, 8, 3, 0, 9, 4};
inline constexpr std::size_t kPermutationOrder = 8;

}  // namespace selfcheck
