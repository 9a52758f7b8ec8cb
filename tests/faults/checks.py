"""What must hold after a fault: of the list that readers see, of the work that was done, and of what the program said."""

import errno
import json
import os
import re
import shutil
import subprocess
import threading
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from library import Fault, Run
from scenarios import CHUNKS, NOW, Builder, Scenario, Tree, below, tree_of

MANIFEST = re.compile(rb"manifest-[0-9a-f]{64}\.json")
MADE_UP = re.compile(r"(?<=\.)(build-)?[A-Za-z0-9]{6}(?=$|/)")
CHUNK = re.compile(r"(?:list\.)?job/tags/\d+\.d/\d+$")
GROUP = re.compile(r"(?:list\.)?job/tags/\d+$")
RESULT_MADE = re.compile(r"/tags/\d+\.d/\d+$")
# What a killed process was about to put in place, and may leave: pins, which are public, and files of a job, which lie in its
# private folder and are wiped with it, as its locks are.
UNDER_WAY = re.compile(r"^(job|other)/locks/|^(list\.pin\.json|(job|other)/(.*/)?\.[^/]+)\.[A-Za-z0-9]{6}$")
# Locks, which bind nobody once their process has ended.
LEFT = re.compile(r"lock$|/locks(/|$)")
View = frozenset[tuple[str, bytes]]


@dataclass(frozen=True)
class Finding:
    scenario: str
    kind: str
    fault: str
    what: str

    def __str__(self) -> str:
        return f"FAILED: {self.scenario}: {self.kind} [{self.fault}]: {self.what}"


def view_of(tree: Tree) -> View | None:
    """Returns what a reader gets to see of the list: its pointer and all files that follow from that. It is empty if there is no
    list, and nothing if a file is missing."""
    pointer = tree.get("list/current.minisig", (0, None))[1]
    if pointer is None:
        return frozenset()
    match = MANIFEST.search(pointer)
    name = f"list/{match[0].decode()}" if match else ""
    manifest = tree.get(name, (0, None))[1]
    if manifest is None:
        return None
    try:
        root = json.loads(manifest)["root"]
    except ValueError:
        return None
    buckets = below(tree, f"list/buckets/{root}")
    files = {("pointer", pointer), (name, manifest)}
    return frozenset(files | {(bucket, content) for bucket, (_, content) in buckets.items() if content is not None})


def shape_of(tree: Tree) -> frozenset[tuple[str, int, bytes | int | None]]:
    """Returns what two trees have in common from which the same command goes on in the same way: names that are made up, times and
    processes in a job's files are left out."""
    shape: set[tuple[str, int, bytes | int | None]] = set()
    for name, (mode, content) in tree.items():
        varies = "job/" in name or name.startswith("other/") or name.endswith("lock")
        shape.add((MADE_UP.sub("", name), mode, len(content) if varies and content is not None else content))
    return frozenset(shape)


def differences(left: Tree, right: Tree, same_bytes: bool = True) -> list[str]:
    """Returns the names of what is in one tree only, or differs."""
    return sorted(
        name
        for name in left.keys() | right.keys()
        if name not in left or name not in right or left[name][0] != right[name][0] or (same_bytes and left[name] != right[name])
    )


class Checker:
    def __init__(self, program: str, builder: Builder):
        self._program = program
        self._builder = builder
        # Fewer digits in a row may come from a time or a speed.
        self._digits = {number[at : at + 8] for number in builder.every for at in range(len(number) - 7)}
        self._sound: dict[tuple[View, tuple[str, ...]], list[str]] = {}
        self._lock = threading.Lock()

    # What is said.

    def _of_words(self, fault: Fault, run: Run) -> list[str]:
        found = []
        could_not_read = fault.call_class == "read" and run.status in (2, 3, 4) and "read" in run.errors
        if run.status not in (0, 3, 4) and not run.was_killed and not could_not_read:
            found.append(f"exit code {run.status}: {run.errors.strip()[-300:]}")
        if run.status in (3, 4):
            if "selfcheck: error: " not in run.errors:
                found.append("no error message")
            # Of memory and of what can't be read, the message says so, if not by the error's name.
            if fault.errno is not None and fault.call_class == "write" and run.status == 4 and not self._says(fault.errno, run):
                found.append(f"the message does not say {os.strerror(fault.errno)!r}: {run.errors.strip()[-200:]}")
        if any(digits in run.output + run.errors for digits in self._digits):
            found.append("digits of a number in the output")
        return found

    def _says(self, number: int, run: Run) -> bool:
        # Some commands look for room before they begin, and say how much there should be.
        return os.strerror(number) in run.errors or (number == errno.ENOSPC and "on the disk of" in run.errors)

    # What is there.

    def _of_list(self, scenario: Scenario, old: Tree, tree: Tree) -> list[str]:
        """The list is the one before or the one after, and a program that checks numbers says the right thing of it."""
        view = view_of(tree)
        known = {view_of(old): "old", view_of(scenario.final): "new"}
        if view is None or view not in known:
            return ["the list is neither the old one nor the new one"]
        found = []
        if "--prune" not in scenario.command and view_of(old):
            gone = [name for name in below(old, "list") if name != "list/current.minisig" and old[name] != tree.get(name)]
            found += [f"readers in the middle of a check lack {name}" for name in gone]
        for name, (mode, content) in tree.items():
            wanted = 0o755 if content is None else 0o644
            if name.startswith("list/") and "/.build-" not in name and mode != wanted:
                found.append(f"{name} has the mode {mode:o}")
        return found

    def _of_modes(self, tree: Tree) -> list[str]:
        """Nobody else may read what is as secret as the numbers."""
        secret = [n for n in tree if n.startswith(("list.job", "job", "other", "work", "results")) or "share-" in n or "key" in n]
        public = ("evaluation.json", ".pub")
        return [
            f"others may read {name}"
            for name in secret
            if tree[name][0] & 0o077 and not name.endswith(public) and name not in ("list.pin.json",) and ".pub" not in name
        ]

    def _of_verification(self, scenario: Scenario, old: Tree, place: Path) -> list[str]:
        """The real programs find the list sound, and give the right verdicts."""
        tree = tree_of(place)
        view = view_of(tree)
        if not view:
            return []
        key = (view, tuple(sorted(MADE_UP.sub("", name) for name in below(tree, "list"))))
        with self._lock:
            if key in self._sound:
                return self._sound[key]
        found = []
        pins = place.parent / f"{place.name}.pins"
        pinned = old if view == view_of(old) else scenario.final
        pins.write_bytes(pinned["list.pin.json"][1] or b"")
        trust = ["--list", "list", "--pin", str(pins), "--now", NOW]
        verified = subprocess.run([self._program, "verify", *trust], cwd=place, capture_output=True, text=True, check=False)
        if verified.returncode != 0:
            found.append(f"verify: {verified.stdout[-300:]}")
        if scenario.answers:
            listed = self._listed(scenario, view == view_of(old))
            for number, wanted in [(listed[0], 10), (listed[-1], 10), (self._builder.stranger, 11)]:
                checked = subprocess.run(
                    [self._program, "check", *trust], cwd=place, input=number + "\n", capture_output=True, text=True, check=False
                )
                if checked.returncode != wanted:
                    found.append(f"check: exit code {checked.returncode}, not {wanted}: {checked.stderr[-300:]}")
        pins.unlink()
        with self._lock:
            self._sound[key] = found
        return found

    def _listed(self, scenario: Scenario, is_old: bool) -> list[str]:
        first = is_old or scenario.name in ("build, the first edition", "renew")
        return self._builder.first if first else self._builder.second

    # The three occasions.

    def after_fault(self, scenario: Scenario, kind: str, fault: Fault, place: Path, run: Run) -> list[Finding]:
        old, tree = tree_of(scenario.before), tree_of(place)
        found = self._of_words(fault, run) + self._of_list(scenario, old, tree) + self._of_modes(tree)
        found += self._of_verification(scenario, old, place)
        if fault.kills and not run.was_killed:
            found.append("it was not killed")
        if run.status == 0:
            found += [f"success was told, and {name} is not as it is to be" for name in self._unfinished(scenario, tree)]
        elif not fault.kills and not fault.after and fault.call_class != "memory":
            found += self._left_behind(scenario, old, tree)
        return self._findings(scenario, kind, fault, found)

    def _unfinished(self, scenario: Scenario, tree: Tree) -> list[str]:
        """Success is told only if everything is there. What could not be removed may stay if nothing depends on it."""
        different = differences(tree, scenario.after, scenario.same_bytes)
        if len(self._chunks_kept(tree)) == CHUNKS:  # whether they lie in a file each or were joined makes no difference
            different = [name for name in different if "/tags/" not in name]
        return [name for name in different if name in scenario.after or not (LEFT.search(name) or MADE_UP.search(name))]

    def _left_behind(self, scenario: Scenario, old: Tree, tree: Tree) -> list[str]:
        """A command that fails leaves what was there, what it was to make, and a job to go on with."""
        wanted = old | scenario.after
        return [f"{name} is left behind" for name in tree if name not in wanted and not name.startswith(("list.job", "job", "other"))]

    def after_retry(
        self, scenario: Scenario, kind: str, fault: Fault, place: Path, again: Callable[[], Run]
    ) -> list[Finding]:
        return self._findings(scenario, kind, fault, self._of_retry(scenario, place, again, fault.kills or fault.after != ""))

    def after_power_cut(self, scenario: Scenario, when: str, place: Path, again: Callable[[], Run]) -> list[Finding]:
        old, tree = tree_of(scenario.before), tree_of(place)
        found = self._of_list(scenario, old, tree)
        found = [f for f in found if "has the mode" not in f]  # which are not followed
        found += self._of_verification(scenario, old, place) if not found else []
        if when == "after the end":
            lost = [
                name for name in differences({n: (0, c) for n, (_, c) in tree.items()},
                                             {n: (0, c) for n, (_, c) in scenario.after.items()}, scenario.same_bytes)
                if name in scenario.after
            ]
            found += [f"success was told, and {name} is lost" for name in lost]
        found += self._of_retry(scenario, place, again, True, True)
        return [Finding(scenario.name, "a power cut", when, one) for one in found]

    def _of_retry(
        self, scenario: Scenario, place: Path, again: Callable[[], Run], could_not_clean: bool, ignore_modes: bool = False
    ) -> list[str]:
        """The same command, once the fault is gone, finishes the work, and hashes no number again whose hash was safe."""
        old, tree = tree_of(scenario.before), tree_of(place)
        done = scenario.is_done(old, tree)
        kept = self._chunks_kept(tree)
        run = again()
        if run.status != 0:
            if done:  # and what it was done for must go on
                return self._of_then(scenario, place, ignore_modes) if scenario.then else []
            if scenario.may_need_person and could_not_clean and run.status == 4:
                return []
            return [f"the same command fails afterwards: exit code {run.status}: {run.errors.strip()[-300:]}"]
        hashed = sum(call.name == "rename" and bool(RESULT_MADE.search(call.other)) for call in run.calls if call.result >= 0)
        found = []
        now = tree_of(place)
        if done and differences(now, scenario.after, scenario.same_bytes):
            return self._of_verified_only(place)
        made_again = hashed - (CHUNKS - len(kept))
        if kept and made_again > 0:
            found.append(f"{made_again} chunks were hashed again")
        different = self._different(scenario, now, scenario.after, ignore_modes)
        if ignore_modes and different and self._is_later_edition(now, scenario.after):
            return found + self._of_verified_only(place)
        found += [f"after the same command, {name} is not as it is to be" for name in different]
        if scenario.then and not found:
            found += self._of_then(scenario, place, ignore_modes)
        return found

    def _is_later_edition(self, now: Tree, wanted: Tree) -> bool:
        """After a power cut nobody may know whether an edition was published: then the next one comes after it."""
        return self._sequence(now) > self._sequence(wanted) > 0

    def _sequence(self, tree: Tree) -> int:
        match = MANIFEST.search(tree.get("list/current.minisig", (0, b""))[1] or b"")
        manifest = tree.get(f"list/{match[0].decode()}", (0, None))[1] if match else None
        return json.loads(manifest)["sequence"] if manifest else 0

    def _different(self, scenario: Scenario, now: Tree, wanted: Tree, ignore_modes: bool) -> list[str]:
        if ignore_modes:
            now = {name: (0, content) for name, (_, content) in now.items()}
            wanted = {name: (0, content) for name, (_, content) in wanted.items()}
        return [name for name in differences(now, wanted, scenario.same_bytes) if name in wanted or not UNDER_WAY.search(name)]

    def _of_then(self, scenario: Scenario, place: Path, ignore_modes: bool) -> list[str]:
        for step in scenario.then:
            done = subprocess.run(step, cwd=place, capture_output=True, text=True, check=False)
            if done.returncode != 0:
                return [f"{' '.join(step[1:3])} fails afterwards: {done.stderr.strip()[-300:]}"]
        now, wanted = below(tree_of(place), "list"), below(scenario.final, "list")
        if ignore_modes:
            now, wanted = ({name: (0, content) for name, (_, content) in tree.items()} for tree in (now, wanted))
        return [f"the list that is made of it differs in {name}" for name in differences(now, wanted)]

    def _of_verified_only(self, place: Path) -> list[str]:
        """One more edition was made, or what was there is left: it need only be sound."""
        if not (place / "list/current.minisig").exists() or not (place / "list.pin.json").exists():
            return []
        verified = subprocess.run(
            [self._program, "verify", "--list", "list", "--pin", "list.pin.json", "--now", NOW],
            cwd=place, capture_output=True, text=True, check=False,
        )
        return [] if verified.returncode == 0 else [f"verify afterwards: {verified.stdout[-300:]}"]

    def _chunks_kept(self, tree: Tree) -> set[str]:
        """Returns the chunks whose hashes are there."""
        return {name.rsplit("/", 1)[1] for name in tree if CHUNK.match(name)} | {
            str(int(name.rsplit("/", 1)[1])) for name, (_, content) in tree.items() if GROUP.match(name) and content is not None
        }

    def _findings(self, scenario: Scenario, kind: str, fault: Fault, found: list[str]) -> list[Finding]:
        described = f"{fault.call_class} {fault.at}" + (f", {fault.kind}" if fault.kind.startswith("late") else "")
        return [Finding(scenario.name, kind, described, one) for one in dict.fromkeys(found)]
