"""The one rule of all these tests, and the ways in which the program is asked.

A list that was tampered with never yields *found* or *not found* for anybody: whoever asks is told *could not tell*, with a reason that
fits and what to do about it. That is `could_not_tell`. Which reason fits is not taken from the program: the implementation of
docs/FORMAT.md in tests/oracles, which shares nothing with it, says what is wrong with the same bytes (`Oracle`).

What was sent by a bad host, and is all the same the list byte for byte, has not been tampered with; nor has what the format does not
sign, which is the pointer's first line and whether its lines end in LF or CRLF (section 8). Then the verdicts are the list's own, and
right. That is `untouched`.
"""

from __future__ import annotations

import collections
import json
import os
import subprocess
import threading
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import selfcheck_reference as ref
from harness import CLI, ROOT
from lists import POINTER, List

TRUTH = ("found", "not_found")  # of the member, and of the stranger
EXIT_CODES = {"found": 10, "not_found": 11, "could_not_tell": 12}
# Nothing takes so long, not even a host that says nothing: after this the program hangs.
HANGS_AFTER_SECONDS = 120
CHECK_MANY = Path(os.environ.get("SELFCHECK_CHECK_MANY", ROOT / "build/release/tests/tampering/check_many"))


class Wrong(AssertionError):
    pass


@dataclass(frozen=True)
class Answer:
    """What somebody was told. The advice is None where the way of asking does not show it."""

    verdict: str
    reason: str = ""
    message: str = ""
    advice: str | None = None

    @staticmethod
    def of(document: dict) -> Answer:
        return Answer(*(document.get(name, default) for name, default in
                        (("verdict", ""), ("reason", ""), ("message", ""), ("advice", None))))


class Tally:
    """Counts what was tried, by class and reason."""

    def __init__(self) -> None:
        self._counts: dict[str, collections.Counter[str]] = {}
        self._lock = threading.Lock()

    def could_not_tell(self, kind: str, what: str, reasons: set[str], answers: Sequence[Answer]) -> None:
        """The rule: nobody gets a verdict, and everybody is told why and what to do, in the same words."""
        for answer in answers:
            if answer.verdict != "could_not_tell":
                raise Wrong(f"{kind}, {what}: the verdict {answer.verdict}")
            if answer.reason not in reasons:
                raise Wrong(f"{kind}, {what}: the reason {answer.reason}, not {' or '.join(sorted(reasons))}")
            if not answer.message or answer.advice == "":
                raise Wrong(f"{kind}, {what}: nothing helps with {answer.reason}")
        if len(set(answers)) > 1:
            raise Wrong(f"{kind}, {what}: the member and the stranger are told different things")
        self._add(kind, answers[0].reason, len(answers))

    def untouched(self, kind: str, what: str, answers: Sequence[Answer]) -> None:
        """The list is what was signed, so the verdicts are right."""
        verdicts = tuple(answer.verdict for answer in answers)
        if verdicts != TRUTH:
            raise Wrong(f"{kind}, {what}: {verdicts} of a list that was not changed")
        self._add(kind, "(not tampered with: the right verdicts)", len(answers))

    def judge(self, kind: str, what: str, reason: str | None, answers: Sequence[Answer]) -> None:
        """`reason` is what the oracle says."""
        if reason is None:
            self.untouched(kind, what, answers)
        else:
            self.could_not_tell(kind, what, {reason}, answers)

    def _add(self, kind: str, result: str, count: int) -> None:
        with self._lock:
            self._counts.setdefault(kind, collections.Counter())[result] += count

    @property
    def total(self) -> int:
        return sum(counts.total() for counts in self._counts.values())

    def lines(self) -> Iterator[str]:
        for kind, counts in self._counts.items():
            reasons = ", ".join(f"{name} {count:,}" for name, count in counts.most_common())
            yield f"{kind}: {counts.total():,} checks: {reasons}"


class Oracle:
    """Says what is wrong with a list of which one file was replaced. None means that what was signed is there as it was signed."""

    def __init__(self, made: List) -> None:
        self._pin = made.pin
        self._pointer = ref.Pointer.parse(made.read(POINTER))
        self._manifest_name = made.manifest_name
        self._manifest = made.manifest
        self._bucket_name = made.bucket_name
        self._bucket = made.read(made.bucket_name)
        self._index = made.index

    def reason(self, name: str, content: bytes) -> str | None:
        limits = {POINTER: ref.MAX_POINTER, self._manifest_name: ref.MAX_JSON, self._bucket_name: len(self._bucket)}
        if len(content) > limits[name]:
            return "file_too_large"
        try:
            if name == POINTER:
                pointer = ref.Pointer.parse(content)
                pointer.signer(self._pin.keys)
                assert pointer == self._pointer, "another pointer with the publisher's signature"
            elif name == self._manifest_name:
                ref.require(ref.blake2b(32, content) == self._pointer.manifest_hash(), "manifest_mismatch")
            else:
                ref.require(len(content) == len(self._bucket), "bucket_length")
                size = ref.body_size(self._manifest.bucket_values, self._manifest.p)
                root = ref.merkle_root_of_proof(content[:size], self._index, content[size:])
                ref.require(root == self._manifest.root, "bucket_proof")
        except ref.Refused as refused:
            return refused.code
        return None


def run_check(where: Path | str, pin_file: Path, *options, stdin: str = "") -> subprocess.CompletedProcess[str]:
    command = [CLI, "check", "--list", where, "--pin", pin_file, *options]
    return subprocess.run([*map(str, command)], input=stdin, capture_output=True, text=True, timeout=HANGS_AFTER_SECONDS)


def ask_each(made: List, where: Path | str | None = None, pin_file: Path | None = None) -> list[Answer]:
    """Checks both numbers, each by a program of its own. In place of `made` the list `where` is asked."""
    answers = []
    for number in (made.member, made.stranger):
        done = run_check(where or made.directory, pin_file or made.pin_file, "--json", stdin=number)
        if done.returncode not in EXIT_CODES.values() or done.stderr:
            raise Wrong(f"exit code {done.returncode}; {done.stdout} {done.stderr}")
        answer = Answer.of(json.loads(done.stdout))
        if done.returncode != EXIT_CODES[answer.verdict]:
            raise Wrong(f"exit code {done.returncode} with {answer}")
        answers.append(answer)
    return answers


def ask_in_words(made: List, where: Path | str | None = None, pin_file: Path | None = None) -> Answer:
    """Checks the stranger's number, and reads what a person reads."""
    done = run_check(where or made.directory, pin_file or made.pin_file, stdin=made.stranger)
    first, *rest = done.stdout.splitlines()
    said = "COULD NOT TELL: "
    if done.returncode != 12 or not first.startswith(said) or "FOUND" in done.stdout:
        raise Wrong(f"exit code {done.returncode}, {done.stdout}")
    advice = [line.removeprefix("  What to do: ") for line in rest if line.startswith("  What to do: ")]
    if "The number may or may not be in the list." not in rest or len(advice) != 1:
        raise Wrong(done.stdout)
    return Answer("could_not_tell", "", first.removeprefix(said).removesuffix("."), advice[0].removesuffix("."))


def ask_file(made: List, where: Path | str | None = None, pin_file: Path | None = None) -> list[Answer]:
    """Checks both numbers by one program, as an organisation checks its records."""
    done = run_check(where or made.directory, pin_file or made.pin_file, "--json", "--file", made.numbers)
    if done.returncode not in EXIT_CODES.values():
        raise Wrong(f"exit code {done.returncode}; {done.stdout} {done.stderr}")
    *records, summary = map(json.loads, done.stdout.splitlines())
    answers = [Answer.of(record) for record in records]
    verdicts = [answer.verdict for answer in answers]
    wanted = 12 if "could_not_tell" in verdicts else 10 if "found" in verdicts else 11
    told = [summary["summary"][verdict] for verdict in EXIT_CODES]
    if done.returncode != wanted or len(answers) != 2 or told != [verdicts.count(verdict) for verdict in EXIT_CODES]:
        raise Wrong(f"exit code {done.returncode} with {verdicts}, {told}")
    return answers


def ask_many(made: List, cases: Iterator[tuple[str, bytes]], now: str) -> Iterator[list[Answer]]:
    """Checks both numbers for each case, which is a file's name and what is in its place, by check_many."""
    command = [CHECK_MANY, made.directory, made.pin_file, made.numbers, now]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
    with subprocess.Popen([*map(str, command)], **pipes) as program:
        for name, content in cases:
            program.stdin.write(f"{name} {len(content)}\n".encode() + content)
            program.stdin.flush()
            line = program.stdout.readline()
            if not line:
                raise Wrong(f"check_many has ended at {name}")
            yield [Answer.of(document) for document in json.loads(line)]
        program.stdin.close()
        if program.wait(HANGS_AFTER_SECONDS) != 0:
            raise Wrong("check_many has failed")
