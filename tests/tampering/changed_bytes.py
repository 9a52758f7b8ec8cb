"""Every change of one file of a list: each bit flipped, each length that is too short, and what editors and servers make of files."""

from __future__ import annotations

import gzip
import random
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from lists import POINTER, List
from verdicts import Oracle, Tally, ask_each, ask_file, ask_in_words, ask_many

HTML = b"<!doctype html><title>Welcome</title><p>Please log in to the wireless network.</p>"


@dataclass(frozen=True)
class Case:
    kind: str  # the class that it is counted under
    what: str
    name: str  # the file's
    content: bytes


def files_of(made: List) -> dict[str, str]:
    """The three files of which a check reads each, by what they are."""
    return {"pointer": POINTER, "manifest": made.manifest_name, "bucket": made.bucket_name}


def with_bit_flipped(content: bytes, bit: int) -> bytes:
    changed = bytearray(content)
    changed[bit // 8] ^= 1 << bit % 8
    return bytes(changed)


def as_others_leave_it(content: bytes) -> dict[str, bytes]:
    """What becomes of a file that is mistaken for text, sent in a form that nobody asked for, or not sent at all."""
    return {
        "CRLF in the place of LF": content.replace(b"\n", b"\r\n"),
        "a byte order mark": b"\xef\xbb\xbf" + content,
        "UTF-16": content.decode("latin-1").encode("utf-16"),
        "UTF-8 for each byte": content.decode("latin-1").encode(),
        "spaces around it": b" " + content + b" ",
        "a line end more": content + b"\n",
        "gzip": gzip.compress(content),
        "twice": content + content,
        "backwards": content[::-1],
        "upper case": content.upper(),
        "zeros of its length": bytes(len(content)),
        "nothing": b"",
        "a home page": HTML,
        "a home page of its length": HTML.ljust(len(content))[: len(content)],
        "a home page that is too long": HTML.ljust(2_000_000),
    }


def every_bit(made: List) -> Iterator[Case]:
    for what, name in files_of(made).items():
        content = made.read(name)
        for bit in range(8 * len(content)):
            yield Case(f"a bit flipped in the {what}", f"bit {bit}", name, with_bit_flipped(content, bit))


def every_length(made: List) -> Iterator[Case]:
    for what, name in files_of(made).items():
        content = made.read(name)
        for length in range(len(content)):
            yield Case(f"the {what} cut short", f"{length} bytes", name, content[:length])


def every_conversion(made: List) -> Iterator[Case]:
    for what, name in files_of(made).items():
        content = made.read(name)
        for how, changed in as_others_leave_it(content).items():
            # Where there is nothing to convert, nothing was.
            if changed != content:
                yield Case(f"the {what} converted or replaced", how, name, changed)


def all_of(made: List) -> list[Case]:
    return [*every_bit(made), *every_length(made), *every_conversion(made)]


def sample_of(made: List, random_numbers: random.Random, each: int) -> list[Case]:
    """So many flips, lengths and conversions of each file."""
    by_kind: dict[str, list[Case]] = {}
    for case in all_of(made):
        by_kind.setdefault(case.kind, []).append(case)
    return [case for cases in by_kind.values() for case in random_numbers.sample(cases, min(each, len(cases)))]


def try_many(made: List, cases: list[Case], tally: Tally) -> None:
    oracle = Oracle(made)
    now = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())
    name = made.manifest_name
    untouched = [Case("as it was published", "", name, made.read(name))]
    answers = ask_many(made, ((case.name, case.content) for case in untouched + cases), now)
    for case, answer in zip(untouched + cases, answers, strict=True):
        tally.judge(f"{made.name}: {case.kind}", case.what, oracle.reason(case.name, case.content), answer)


def try_on_disk(made: List, case: Case, folder: Path, tally: Tally) -> None:
    """Changes the file in a copy of the list, and asks the program in each of its ways."""
    copy = made.copy(folder)
    (copy.directory / case.name).write_bytes(case.content)
    reason = Oracle(made).reason(case.name, case.content)
    kind = f"the program, {made.name}: {case.kind}"
    alone = ask_each(copy)
    tally.judge(kind, case.what, reason, alone)
    tally.judge(kind, case.what, reason, ask_file(copy))
    if reason is not None:
        words = ask_in_words(copy)
        tally.could_not_tell(kind, case.what, {""}, [words])
        assert words.message == alone[0].message
