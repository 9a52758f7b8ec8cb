#!/usr/bin/python3
"""Synthetic identifiers, one a line: numbers to test and demonstrate with that cannot be taken for somebody's.

Aadhaar numbers are from the range that UIDAI publishes for testing (9999...), with a correct check digit. Mobile
numbers are drawn from a fixed seed: nobody's list, only digits in the right shape. The same arguments give the same
numbers, and more of them only adds to the end.
"""
import argparse
import random

DIHEDRAL = [[(a + b) % 5 if a < 5 and b < 5 else
             5 + (a + b) % 5 if a < 5 else
             5 + (a - b) % 5 if b < 5 else
             (a - b) % 5 for b in range(10)] for a in range(10)]
PERMUTATION = [list(range(10)), [1, 5, 7, 6, 2, 8, 3, 0, 9, 4]]
for _ in range(6):
    PERMUTATION.append([PERMUTATION[-1][PERMUTATION[1][digit]] for digit in range(10)])
INVERSE = [0, 4, 3, 2, 1, 5, 6, 7, 8, 9]


def check_digit(digits):
    check = 0
    for place, digit in enumerate(reversed(digits), start=1):
        check = DIHEDRAL[check][PERMUTATION[place % 8][int(digit)]]
    return str(INVERSE[check])


def aadhaar(rng):
    digits = "9999" + "".join(rng.choice("0123456789") for _ in range(7))
    return digits + check_digit(digits)


def mobile(rng):
    return rng.choice("6789") + "".join(rng.choice("0123456789") for _ in range(9))


KINDS = {"mobile": mobile, "aadhaar": aadhaar}


def numbers(kind, count, seed=1):
    rng = random.Random(f"selfcheck synthetic {kind} {seed}")
    seen = set()
    while len(seen) < count:
        number = KINDS[kind](rng)
        if number not in seen:
            seen.add(number)
            yield number


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--kind", choices=KINDS, required=True)
    parser.add_argument("--count", type=int, required=True)
    parser.add_argument("--seed", type=int, default=1, help="another seed gives other numbers (default: 1)")
    args = parser.parse_args()
    for number in numbers(args.kind, args.count, args.seed):
        print(number)


if __name__ == "__main__":
    main()
