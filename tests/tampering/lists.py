"""Makes the lists that are tampered with, by the program, and knows of each who is in it."""

from __future__ import annotations

import collections
import contextlib
import json
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(ROOT / "tests/oracles"))
import evaluators
import selfcheck_reference as ref
from harness import selfcheck

POINTER = "current.minisig"
BITS = 2
# The most that the format allows, so that few numbers, which have to be hashed, make a long file.
P = 40
TITLE = ("--title", "Test list", "--publisher", "Selfcheck's tests")
CHEAP = ("--test", "--mem", "8", "--ops", "1")
# Nobody waits for these evaluators: an exhaustive run asks them tens of thousands of questions.
RATE = "100000"


@dataclass(frozen=True)
class List:
    """A list in a directory, its pin's file, and two numbers in one and the same bucket: one that it has, one that it has not.

    `numbers` is a file with both, a line each.
    """

    name: str
    directory: Path
    pin_file: Path
    numbers: Path
    member: str
    stranger: str

    @property
    def pin(self) -> ref.Pin:
        (pin,) = ref.parse_pins(self.pin_file.read_bytes()).values()
        return pin

    @property
    def manifest_name(self) -> str:
        return f"manifest-{ref.Pointer.parse(self.read(POINTER)).manifest_hash().hex()}.json"

    @property
    def manifest(self) -> ref.Manifest:
        return ref.parse_manifest(self.read(self.manifest_name))

    @property
    def bucket_name(self) -> str:
        """The bucket file of the two numbers."""
        return ref.bucket_path(self.manifest.root, self.index)

    @property
    def index(self) -> int:
        return index_of(self.member, self.manifest.bits)

    def read(self, name: str) -> bytes:
        return (self.directory / name).read_bytes()

    def copy(self, directory: Path) -> List:
        shutil.copytree(self.directory, directory)
        return List(self.name, directory, self.pin_file, self.numbers, self.member, self.stranger)


def index_of(digits: str, bits: int) -> int:
    return ref.bucket_index(ref.canonical_form("mobile", digits), bits)


def synthetic_numbers(count: int) -> list[str]:
    command = [sys.executable, ROOT / "tests/synthetic.py", "--kind", "mobile", "--count", str(count), "--seed", "1"]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout.split()


class Publisher:
    """Publishes lists with one key, in a folder. `evaluator_urls` are those of keyed lists' evaluators, by index from 1."""

    def __init__(self, folder: Path, evaluator_urls: list[str]) -> None:
        self.folder = folder
        self.key = self.make_key("publisher")
        self._keyed = ("--evaluation", folder / "dealt/evaluation.json", "--share", folder / "dealt/share-0.key")
        for url in evaluator_urls:
            self._keyed += ("--evaluator", url)

    def make_key(self, name: str) -> Path:
        secret = self.folder / f"{name}.key"
        selfcheck("keygen", "--no-password", "--secret", secret, "--public", secret.with_suffix(".pub"))
        return secret

    def publish(self, name: str, count: int, **options) -> List:
        """Builds a list of `count` numbers. The options are those of `build`."""
        numbers = synthetic_numbers(2 * count)
        return self._publish(name, numbers[:count], numbers[count:], **options)

    def publish_large(self, name: str) -> List:
        """Builds a list whose files are too large for all of them to be fetched for one number, and quick to make: it has 128 buckets, all
        as large as the fullest, which has 120 numbers, and the others have one each."""
        bits, full = 7, 120
        taken: collections.Counter[int] = collections.Counter()
        members, others = [], []
        for number in synthetic_numbers(20_000):
            index = index_of(number, bits)
            if taken[index] < (full if index == 0 else 1):
                taken[index] += 1
                members.append(number)
            else:
                others.append(number)
        members.sort(key=lambda number: index_of(number, bits))
        return self._publish(name, members, others, bits=bits)

    def _publish(self, name: str, members: list[str], others: list[str], *, bits: int = 0, **options) -> List:
        made = List(name, self.folder / name, self.folder / f"{name}.pin.json", self.folder / f"{name}.numbers", members[0],
                    next(other for other in others if index_of(other, bits) == index_of(members[0], bits)))
        made.numbers.write_text(f"{made.member}\n{made.stranger}\n")
        self.build(made, members, bits=bits, **options)
        return made

    def build(self, made: List, members: list[str], *, bits: int = 0, keyed: bool = False) -> None:
        """Builds a list, or the next edition of one that is there."""
        layout = ("--bits", bits, "--k", 1) if bits else ()
        options = (*layout, "--p", P, *TITLE, *(self._keyed if keyed else ()))
        where = ("--out", made.directory, "--pin-out", made.pin_file, "--secret-key", self.key)
        selfcheck("build", "--kind", "mobile", *where, *CHEAP, *options, "-", stdin="\n".join(members))


@contextlib.contextmanager
def publisher(folder: Path) -> Iterator[Publisher]:
    """Gives a publisher whose keyed lists have three evaluators, which run until the end."""
    until = time.strftime("%Y-%m-%d", time.gmtime(time.time() + 300 * 86_400))
    dealt = folder / "dealt"
    selfcheck("deal", "--threshold", 2, "--of", 3, "--until", until, "--out", dealt, "--no-password")
    (folder / "rate").write_text(RATE)
    with contextlib.ExitStack() as stack:
        options = ("--password-file", "/dev/null", "--rate-file", folder / "rate")
        urls = [stack.enter_context(evaluators.running([dealt / f"share-{i}.key"], *options)) for i in (1, 2, 3)]
        yield Publisher(folder, urls)


def pin_with(made: List, path: Path, **changes) -> Path:
    """Writes the list's pin with other values, and returns the file's path."""
    document = json.loads(made.pin_file.read_bytes())
    document["lists"][0].update(changes)
    path.write_text(json.dumps(document))
    return path
