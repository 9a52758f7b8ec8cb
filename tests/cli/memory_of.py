"""Looks into the memory of a program that runs, for what is locked there, so that it is not swapped, and left out of dumps (the flags
`lo` and `dd` in /proc/PID/smaps), and for what is not there at all.

    memory_of.py PID [--locked NAME HEX] [--numbers FORM COUNT FILE] [--absent NAME HEX]
    memory_of.py can-lock MIB    fails if the system does not let a program lock that much, or knows no mlock2

FORM says how mobile numbers lie in memory: `keys` or `digits` (cli/input/number_key.h), or as `text`. COUNT of those in FILE must be
found at least. Where the system lets nobody look into another program, what is absent is so for everybody; of the rest only its size is compared
with how much the program has locked.
"""

import argparse
import array
import contextlib
import ctypes
import hashlib
import mmap
import os
import pathlib
import re
import struct
import sys
from collections.abc import Callable

# So many numbers or hashes that are worked on, or were last, may be on stacks, which nothing locks. A sanitizer's stacks are larger.
IN_HAND = 40 if "SELFCHECK_SANITIZERS" in os.environ else 4


class Memory:
    def __init__(self, pid: int):
        self.areas: list[tuple[str, bool, bytes]] = []  # its line in smaps, whether it is locked and left out of dumps, its content
        self.asked_for = 0  # bytes that must be locked
        self.status = pathlib.Path(f"/proc/{pid}/status").read_text()
        try:
            memory = open(f"/proc/{pid}/mem", "rb", 0)
            smaps = pathlib.Path(f"/proc/{pid}/smaps").read_text()
        except PermissionError:
            self.may_look = False
            return
        self.may_look = True
        for area in re.split(r"\n(?=[0-9a-f]+-[0-9a-f]+ )", smaps):
            head = area.splitlines()[0]
            span, rights = head.split()[:2]
            flags = re.search(r"VmFlags: (.*)", area).group(1).split()
            first, end = (int(x, 16) for x in span.split("-"))
            if "r" not in rights or "w" not in rights or end - first > 1 << 32:  # the last are a sanitizer's own
                continue
            with contextlib.suppress(OSError, ValueError):
                memory.seek(first)
                self.areas.append((head, {"lo", "dd"} <= set(flags), memory.read(end - first)))
        assert sum(len(content) for _, _, content in self.areas) > 10_000, "nothing could be read"

    def locked(self, name: str, secret: bytes) -> None:
        """Fails unless the secret is in memory, or if it is anywhere but in locked memory."""
        self.asked_for += len(secret)
        found = False
        for head, is_locked, content in self.areas:
            present = secret in content
            assert is_locked or not present, f"{name} is in memory that may be swapped or dumped: {head}"
            found = found or present
        assert found or not self.may_look, f"{name} is nowhere, so that nothing was tested"

    def locked_hashes(self, hashes: list[bytes], count: int) -> None:
        """Fails unless so many of the hashes are in locked memory, and no more than the few in hand elsewhere."""
        self.asked_for += sum(map(len, hashes[:count]))
        self.compare("hashes", count, lambda content: {one for one in hashes if one in content})

    def locked_numbers(self, form: str, numbers: list[str], count: int) -> None:
        """Fails unless so many of the numbers are in locked memory, and no more than the few in hand elsewhere."""
        self.asked_for += 8 * count
        if form == "text":
            texts = {number.encode() for number in numbers}
            return self.compare("numbers", count, lambda content: texts.intersection(re.findall(rb"[6-9][0-9]{9}", content)))
        words = {int(number) | (prefix_of(number) << 40 if form == "keys" else 0) for number in numbers}
        return self.compare("numbers", count, lambda content: words.intersection(array.array("Q", content[: len(content) // 8 * 8])))

    def compare(self, what: str, count: int, found_in: Callable[[bytes], set]) -> None:
        inside: set = set()
        outside: set = set()
        for _, is_locked, content in self.areas:
            (inside if is_locked else outside).update(found_in(content))
        found = f"{len(inside)} {what} are in locked memory, and {len(outside)} in memory that may be swapped or dumped"
        assert len(outside) <= IN_HAND, found
        assert len(inside) >= count or not self.may_look, f"{found}: there must be {count}"

    def absent(self, name: str, secret: bytes) -> None:
        for head, _, content in self.areas:
            assert secret not in content, f"{name} is in memory: {head}"

    def compare_size(self) -> None:
        """Fails if less is locked than the secrets take. This needs no right to look."""
        locked = 1024 * int(re.search(r"^VmLck:\s*(\d+) kB$", self.status, re.MULTILINE).group(1))
        assert locked >= self.asked_for, f"{locked} bytes are locked, and {self.asked_for} must be"


def prefix_of(number: str) -> int:
    """Returns a mobile number's bucket prefix: docs/FORMAT.md, section 2."""
    digest = hashlib.blake2b(b"mobile:+91" + number.encode(), digest_size=32, person=b"selfcheck.bucket").digest()
    return struct.unpack(">H", digest[:2])[0]


def can_lock(mib: int) -> bool:
    memory = mmap.mmap(-1, mib << 20, flags=mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS)
    address = ctypes.addressof(ctypes.c_char.from_buffer(memory))
    mlock2 = getattr(ctypes.CDLL(None), "mlock2", None)
    on_fault = 1
    return mlock2 is not None and mlock2(ctypes.c_void_p(address), ctypes.c_size_t(mib << 20), on_fault) == 0


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("pid")
    parser.add_argument("mib", nargs="?", type=int)
    parser.add_argument("--locked", nargs=2, action="append", default=[])
    parser.add_argument("--numbers", nargs=3, action="append", default=[])
    parser.add_argument("--absent", nargs=2, action="append", default=[])
    options = parser.parse_args()
    if options.pid == "can-lock":
        sys.exit(0 if can_lock(options.mib) else 1)
    looked_at = Memory(int(options.pid))
    try:
        for name, secret in options.locked:
            looked_at.locked(name, bytes.fromhex(secret))
        for form, count, file in options.numbers:
            looked_at.locked_numbers(form, pathlib.Path(file).read_text().split(), int(count))
        for name, secret in options.absent:
            looked_at.absent(name, bytes.fromhex(secret))
        looked_at.compare_size()
    except AssertionError as problem:
        sys.exit(str(problem))
