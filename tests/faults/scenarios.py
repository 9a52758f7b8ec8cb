"""The commands whose faults are tried: what is there before each, what it is to have done, and how one goes on after a fault."""

import shutil
import subprocess
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

import library

TESTS = Path(__file__).resolve().parent.parent
NOW = "2026-06-03T00:00:00Z"
# Eighteen numbers are two chunks of a job. An edition lacks two of those that the one before it had.
COUNT, CHUNKS, CHANGED = 18, 2, 2

Node = tuple[int, bytes | None]  # the mode, and a file's bytes
Tree = dict[str, Node]


def tree_of(path: Path) -> Tree:
    """Returns all files and folders below `path`, by their names."""
    tree: Tree = {}
    for entry in sorted(path.rglob("*")) if path.is_dir() else []:
        content = entry.read_bytes() if entry.is_file() else None
        tree[str(entry.relative_to(path))] = (entry.stat().st_mode & 0o777, content)
    return tree


IsDone = Callable[[Tree, Tree], bool]


def below(tree: Tree, folder: str) -> Tree:
    return {name: node for name, node in tree.items() if name == folder or name.startswith(f"{folder}/")}


@dataclass
class Scenario:
    name: str
    before: Path  # a directory with what is there before the command
    command: list[str]
    # Tells from what was there before and what is there now that the command's work is done, and can't be done twice: then the
    # same command may be refused, or make one more edition.
    is_done: IsDone
    # Commands that make a list of what the command has made, to be compared with the list of an undisturbed run.
    then: list[list[str]] = field(default_factory=list)
    # Whether the names and bytes of everything that is made are the same each time; if not, only the list's are.
    same_bytes: bool = True
    # Whether what a killed run leaves may stop the next one, until a person has looked at it and removed it.
    may_need_person: bool = False
    # Whether the list gives verdicts: one that is withdrawn gives none, and a keyed one asks evaluators, of which there are none.
    answers: bool = True
    after: Tree = field(default_factory=dict)  # what an undisturbed run leaves
    final: Tree = field(default_factory=dict)  # and what the commands in `then` make of that


class Builder:
    """Makes the directories with what is there before each command."""

    def __init__(self, program: str, directory: Path, faults: Path):
        self.program = program
        self.faults = faults  # the library of faults.c
        self.directory = directory
        self.base = directory / "base"
        self.base.mkdir()
        every = subprocess.run(
            ["python3", TESTS / "synthetic.py", "--kind", "mobile", "--count", str(COUNT + 2 * CHANGED), "--seed", "1"],
            check=True, capture_output=True, text=True,
        ).stdout.split()
        self.every = every
        self.first, self.second = every[:COUNT], every[CHANGED : COUNT + CHANGED]
        self.stranger = every[-1]
        (self.base / "first").write_text("\n".join(self.first) + "\n")
        (self.base / "second").write_text("\n".join(self.second) + "\n")
        (self.base / "seed").write_text("5eed" * 16 + "\n")
        (self.base / "seed").chmod(0o600)
        self.run(self.base, "keygen", "--no-password", "--secret", "my.key", "--public", "my.pub")

    def run(self, directory: Path, *arguments: str) -> None:
        done = subprocess.run(
            [self.program, *arguments], cwd=directory, capture_output=True, text=True, check=False, stdin=subprocess.DEVNULL
        )
        if done.returncode != 0:
            raise SystemExit(f"faults: error: {' '.join(arguments)}: {done.stderr}")

    def options(self, edition: int) -> list[str]:
        """Options that make an edition the same, byte for byte, each time."""
        return [
            "--kind", "mobile", "--test", "--mem", "8", "--ops", "1", "--p", "16", "--k", "5", "--bits", "1",
            "--title", "Test list", "--publisher", "Selfcheck's tests", "--group-salt", "00" * 15 + "01",
            "--list-id", "00" * 15 + "02", "--nonce", f"{edition:032x}", "--seed", "seed",
            "--published", f"2026-06-0{edition}T00:00:00Z",
        ]

    def build(self, edition: int) -> list[str]:
        return [
            "build", *self.options(edition), "--secret-key", "my.key", "--threads", "1", "--out", "list", "--json",
            ("first", "second")[edition - 1],
        ]

    def prepare(self, edition: int) -> list[str]:
        return ["job", "prepare", *self.options(edition), "--job", "job", ("first", "second")[edition - 1]]

    HASH = ["job", "hash", "--job", "job", "--threads", "1", "--json"]
    ASSEMBLE = ["job", "assemble", "--job", "job", "--secret-key", "my.key", "--out", "list", "--threads", "1", "--json"]

    EXPORT = ["job", "export", "--job", "job", "--shard", "0/1", "--to", "work"]
    EXPORT_RESULTS = ["job", "export", "--job", "job", "--shard", "0/1", "--to", "results", "--results"]

    def state(self, name: str, start: Path, *commands: list[str]) -> Path:
        directory = self.directory / name
        shutil.copytree(start, directory)
        for command in commands:
            self.run(directory, *command)
        return directory

    def scenario(self, name: str, before: Path, command: list[str], is_done: IsDone, **more) -> Scenario:
        then = [[self.program, *step] for step in more.pop("then", [])]
        scenario = Scenario(name, before, [self.program, *command], is_done, then, **more)
        undisturbed = self.directory / "undisturbed"
        shutil.copytree(before, undisturbed)
        done = library.run(self.faults, undisturbed, scenario.command)
        if done.status != 0:
            raise SystemExit(f"faults: error: {name} fails without a fault: {done.errors}")
        scenario.after = tree_of(undisturbed)
        for step in scenario.then:
            subprocess.run(step, cwd=undisturbed, check=True, capture_output=True)
        scenario.final = tree_of(undisturbed)
        shutil.rmtree(undisturbed)
        return scenario

    # What is there before: a published list; a job for its next edition, not hashed and hashed; and what was exported of them.

    @cached_property
    def published(self) -> Path:
        return self.state("published", self.base, self.build(1))

    @cached_property
    def prepared(self) -> Path:
        return self.state("prepared", self.published, self.prepare(2))

    @cached_property
    def hashed(self) -> Path:
        return self.state("hashed", self.prepared, self.HASH)

    @cached_property
    def with_work(self) -> Path:
        return self.state("with-work", self.prepared, self.EXPORT)

    @cached_property
    def with_results(self) -> Path:
        state = self.state("with-results", self.hashed, self.EXPORT_RESULTS)
        shutil.rmtree(state / "job/tags")
        return state

    @cached_property
    def with_list_key(self) -> Path:
        deal = ["deal", "--threshold", "1", "--of", "1", "--until", until(), "--out", "shares", "--no-password"]
        return self.state("list-key", self.base, deal)

    @cached_property
    def with_other_key(self) -> Path:
        return self.state("other-key", self.published, ["keygen", "--no-password", "--secret", "o.key", "--public", "o.pub"])

    def scenarios(self, only: str) -> list[Scenario]:
        """Returns the scenarios with `only` in their names."""
        dated = ["--list", "list", "--secret-key", "my.key", "--published", "2026-06-02T00:00:00Z", "--json"]
        deal = ["deal", "--threshold", "2", "--of", "3", "--until", until(), "--out", "shares", "--no-password"]
        keygen = ["keygen", "--no-password", "--secret", "new.key", "--public", "new.pub"]
        asked = ["--evaluator", "https://evaluator.example/"]
        keyed = ["--evaluation", "shares/evaluation.json", "--share", "shares/share-0.key", *asked]
        evaluators = ["pin", "evaluators", "list.pin.json", *asked]
        hash_and_assemble, assemble = [self.HASH, self.ASSEMBLE], [self.ASSEMBLE]
        every: dict[str, Callable[[str], Scenario]] = {
            "build, the first edition": lambda n: self.scenario(n, self.base, self.build(1), is_published),
            "build, the next edition": lambda n: self.scenario(n, self.published, self.build(2), is_published),
            "build --prune": lambda n: self.scenario(n, self.published, [*self.build(2), "--prune"], is_published),
            "build, keyed": lambda n: self.scenario(n, self.with_list_key, [*self.build(1), *keyed], is_published, answers=False),
            "job prepare": lambda n: self.scenario(
                n, self.published, self.prepare(2), has("job/plan.json"), same_bytes=False, then=hash_and_assemble
            ),
            "job hash": lambda n: self.scenario(n, self.prepared, self.HASH, never, same_bytes=False, then=assemble),
            "job assemble": lambda n: self.scenario(n, self.hashed, self.ASSEMBLE, never),
            "job export": lambda n: self.scenario(n, self.prepared, self.EXPORT, has("work")),
            "job export --results": lambda n: self.scenario(n, self.hashed, self.EXPORT_RESULTS, has("results")),
            "job import of work": lambda n: self.scenario(n, self.with_work, ["job", "import", "work", "--job", "other"], never),
            "job import of results": lambda n: self.scenario(
                n, self.with_results, ["job", "import", "results", "--job", "job"], never, then=assemble
            ),
            "job wipe": lambda n: self.scenario(n, self.hashed, ["job", "wipe", "--job", "job"], is_wiped),
            "renew": lambda n: self.scenario(n, self.published, ["renew", *dated], is_published),
            "withdraw": lambda n: self.scenario(n, self.published, ["withdraw", *dated], is_published, answers=False),
            "deal": lambda n: self.scenario(
                n, self.base, deal, has("shares/evaluation.json"), same_bytes=False, may_need_person=True
            ),
            "keygen": lambda n: self.scenario(n, self.base, keygen, has("new.pub"), same_bytes=False, may_need_person=True),
            "pin add-key": lambda n: self.scenario(
                n, self.with_other_key, ["pin", "add-key", "list.pin.json", "--key", "o.pub"], is_changed("list.pin.json")
            ),
            "pin evaluators": lambda n: self.scenario(n, self.published, evaluators, is_changed("list.pin.json")),
        }
        return [make(name) for name, make in every.items() if only in name]


def is_published(old: Tree, now: Tree) -> bool:
    pointer = "list/current.minisig"
    return pointer in now and old.get(pointer) != now[pointer] and "list.job/plan.json" not in now


def is_wiped(_: Tree, now: Tree) -> bool:
    return not any(name.startswith(("job/plan.json", "job/numbers", "job/tags", "job/seed")) for name in now)


def never(_: Tree, __: Tree) -> bool:
    return False


def has(name: str) -> IsDone:
    return lambda _, now: name in now


def is_changed(name: str) -> IsDone:
    return lambda old, now: old[name] != now[name]


def until() -> str:
    """A day on which shares end that are dealt today: their end depends on the machine's clock."""
    return subprocess.run(["date", "-u", "-d", "+300 days", "+%F"], check=True, capture_output=True, text=True).stdout.strip()
