#!/usr/bin/env python3
"""Prints made-up mobile numbers of which most are in one of sixteen buckets, so that the other buckets get many dummies."""

import hashlib
import sys
from pathlib import Path

sys.dont_write_bytecode = True
sys.path.insert(0, str(Path(__file__).parent.parent))
import synthetic  # noqa: E402

BITS = 4
EVENLY, CROWD = 3_000, 500


def bucket(number: str) -> int:
    digest = hashlib.blake2b(f"mobile:+91{number}".encode(), digest_size=32, person=b"selfcheck.bucket").digest()
    return digest[0] >> (8 - BITS)


numbers = list(synthetic.numbers("mobile", EVENLY + CROWD * 2**BITS))
crowd = [number for number in numbers[EVENLY:] if bucket(number) == 0]
print("\n".join(numbers[:EVENLY] + crowd))
