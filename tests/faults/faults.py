"""Faults of disks, memory and clocks, tried on the real programs one by one. tests/faults/README.md says what is expected.

faults.py SELFCHECK [--sample N] [--seed N] [--only TEXT] [--jobs N] [--json FILE]"""

import argparse
import concurrent.futures
import errno
import hashlib
import itertools
import json
import os
import random
import shutil
import subprocess
import sys
import tempfile
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import clocks
import disks
import library
from checks import Checker, Finding, shape_of
from library import Call, Fault
from power_cut import BytesOf, Disk, HasChange, outcomes
from scenarios import Builder, Scenario, tree_of

# What can need room on a disk, and what can be interrupted or report an error late.
NEEDS_ROOM = {"mkdir", "write", "link"}
INTERRUPTIBLE = {"open", "write", "fsync", "close", "read"}
REPORTS_LATE = {"rename", "unlink", "rmdir", "fsync"}


def faults_of(calls: list[Call]) -> Iterator[tuple[str, Fault]]:
    """Returns every fault that is tried, with the name of its kind, for the calls of an undisturbed run."""
    for call in calls:
        kind, at, name = call.call_class, call.number, call.name
        if kind == "memory":
            yield "no memory", Fault(str(errno.ENOMEM), kind, at)
            continue
        yield "an error of the disk (EIO)", Fault(str(errno.EIO), kind, at)
        if name in INTERRUPTIBLE:
            yield "an interrupted call (EINTR)", Fault(str(errno.EINTR), kind, at)
        if kind == "read":
            continue
        yield "kill -9", Fault("kill", kind, at)
        yield "a disk that dies (EIO from then on)", Fault(str(errno.EIO), kind, at, "dead")
        if name in NEEDS_ROOM or call.other == "new":
            yield "a full disk (ENOSPC from then on)", Fault(str(errno.ENOSPC), kind, at, "full")
        elif name in ("fsync", "close"):
            yield "no room, told late (ENOSPC)", Fault(str(errno.ENOSPC), kind, at)
        if name not in ("fsync", "close"):
            yield "a disk that is read-only from then on (EROFS)", Fault(str(errno.EROFS), kind, at, "readonly")
        if name in REPORTS_LATE:
            yield "done, and yet reported as failed (EIO)", Fault(f"late:{errno.EIO}", kind, at)
        if name == "write" and call.result > 1:
            yield "a short write", Fault("short", kind, at)
    if calls:
        yield "kill -9", Fault("killed", "write", max((c.number for c in calls if c.call_class == "write"), default=1))


class Campaign:
    """Runs the faults, and counts what it has run. Its threads share nothing but the counts and the findings."""

    def __init__(self, program: str, directory: Path):
        self.library = library.build(directory)
        self.directory = directory
        self.builder = Builder(program, directory, self.library)
        self.checker = Checker(program, self.builder)
        self.counts: Counter[tuple[str, str]] = Counter()
        self.findings: list[Finding] = []
        self._gone_on: set[object] = set()
        self._lock = threading.Lock()
        self._numbers = itertools.count()

    def note(self, command: str, kind: str, found: list[Finding]) -> None:
        with self._lock:
            self.counts[command, kind] += 1
            self.findings += found
        for finding in found:
            print(finding, flush=True)

    def place(self) -> Path:
        return self.directory / f"run-{next(self._numbers)}"

    def fresh(self, scenario: Scenario) -> Path:
        place = self.place()
        shutil.copytree(scenario.before, place)
        return place

    def undisturbed(self, scenario: Scenario) -> list[Call]:
        place = self.fresh(scenario)
        done = library.run(self.library, place, scenario.command)
        shutil.rmtree(place)
        return done.calls

    def try_fault(self, scenario: Scenario, kind: str, fault: Fault) -> None:
        place = self.fresh(scenario)
        try:
            disturbed = library.run(self.library, place, scenario.command, fault)
            found = self.checker.after_fault(scenario, kind, fault, place, disturbed)
            key = (scenario.name, fault.kills, shape_of(tree_of(place)))
            with self._lock:
                is_new = key not in self._gone_on
                self._gone_on.add(key)
            if is_new:  # from what is the same, the same command goes on in the same way
                again = lambda: library.run(self.library, place, scenario.command)  # noqa: E731
                found += self.checker.after_retry(scenario, kind, fault, place, again)
            self.note(scenario.name, kind, found)
        finally:
            shutil.rmtree(place, ignore_errors=True)

    def power_cuts(self, scenario: Scenario, seed: int, share: float) -> list[tuple[str, Path]]:
        """Returns what power cuts leave of the scenario's directory, each state once, after this share of its calls."""
        place = self.fresh(scenario)
        disk = Disk(place)
        calls = [c for c in library.run(self.library, place, scenario.command).calls if c.call_class == "write"]
        shutil.rmtree(place)
        lot = random.Random(seed)
        states: list[tuple[str, Path]] = []
        seen: set[str] = set()

        def add(when: str, has: HasChange, content: BytesOf, is_new: Callable[[str], bool]) -> None:
            left = self.place()
            left.mkdir()
            disk.write(left, has, content)
            if is_new(hashlib.sha256(repr(sorted(tree_of(left).items())).encode()).hexdigest()):
                states.append((when, left))
            else:
                shutil.rmtree(left)

        def is_first(key: str) -> bool:
            was_seen = key in seen
            seen.add(key)
            return not was_seen

        for done, call in enumerate(calls):
            if lot.random() < share:
                for name, (has, content) in outcomes(seed + done).items():
                    add(f"after {done} calls: {name}", has, content, is_first)
            disk.do(call)
        add("after the end", *outcomes(0)["what is safe"], lambda _: True)
        return states

    def try_unsafe_disk(self, scenario: Scenario) -> None:
        """A program that waited for nothing would be found out: without its syncs, a power cut at the end takes its work."""
        place = self.fresh(scenario)
        disk = Disk(place)
        for call in library.run(self.library, place, scenario.command).calls:
            if call.name != "fsync":
                disk.do(call)
        shutil.rmtree(place)
        left = self.place()
        left.mkdir()
        disk.write(left, *outcomes(0)["what is safe"])
        lost = self.checker.after_power_cut(scenario, "after the end", left, lambda: library.run(self.library, left, scenario.command))
        shutil.rmtree(left)
        kind = "a disk without syncs, which must be found out"
        self.note(scenario.name, kind, [] if lost else [Finding(scenario.name, kind, "", "nothing was found")])

    def try_power_cut(self, scenario: Scenario, when: str, left: Path) -> None:
        try:
            found = self.checker.after_power_cut(scenario, when, left, lambda: library.run(self.library, left, scenario.command))
            self.note(scenario.name, "a power cut", found)
        finally:
            shutil.rmtree(left, ignore_errors=True)

    def report(self) -> dict[str, dict[str, int]]:
        table: dict[str, dict[str, int]] = {}
        for (scenario, kind), count in sorted(self.counts.items()):
            table.setdefault(scenario, {})[kind] = count
        return table


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("program", help="the program to try, selfcheck")
    parser.add_argument("--sample", type=int, help="so many faults in all, drawn by --seed, instead of all of them")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", default="", help="only commands with this in their name")
    parser.add_argument("--kind", default="", help="only faults with this in the name of their kind")
    parser.add_argument("--jobs", type=int, default=len(os.sched_getaffinity(0)))
    parser.add_argument("--json", type=Path, help="where the counts go, too")
    return parser.parse_args()


def main() -> int:
    options = arguments()
    program = str(Path(options.program).resolve())
    memory = Path("/dev/shm")  # where a sync takes no time
    with tempfile.TemporaryDirectory(dir=memory if os.access(memory, os.W_OK) else None) as work:
        campaign = Campaign(program, Path(work))
        scenarios = campaign.builder.scenarios(options.only)
        tasks: list[tuple] = []
        # A sample of all kinds does without what power cuts leave after most of the calls, since that takes long to rebuild.
        share = 1.0 if options.sample is None or options.kind else min(1.0, options.sample / 2000)
        for scenario in scenarios:
            every = faults_of(campaign.undisturbed(scenario))
            tasks += [(campaign.try_fault, scenario, *one) for one in every if options.kind in one[0]]
            if options.kind in "a power cut":
                if scenario.after.items() - tree_of(scenario.before).items():  # if it makes anything that could be lost
                    tasks.append((campaign.try_unsafe_disk, scenario))
                tasks += [(campaign.try_power_cut, scenario, *one) for one in campaign.power_cuts(scenario, options.seed, share)]
        if options.kind in "a file system that is full" and disks.can_mount(campaign.directory):
            tasks += [(disks.try_disk, campaign, *one) for scenario in scenarios for one in disks.trials(scenario)]
        elif options.kind in "a file system that is full":
            print("not tried: file systems that are really full or read-only, since only root may mount them")
        if options.kind in "a clock that jumps" and any(options.only in name for name in clocks.NAMES):
            jumps = clocks.all_jumps(campaign.builder)
            tasks += [(clocks.try_jump, campaign, *one) for one in jumps if options.only in one[0].name]
        if options.sample is not None:
            tasks = random.Random(options.seed).sample(tasks, min(options.sample, len(tasks)))
            tasks.append((campaign.try_unsafe_disk, scenarios[0]))
        with concurrent.futures.ThreadPoolExecutor(options.jobs) as pool:
            for done, future in enumerate(concurrent.futures.as_completed([pool.submit(*task) for task in tasks]), 1):
                future.result()
                if done % 500 == 0:
                    print(f"{done} of {len(tasks)}", file=sys.stderr, flush=True)
        table = campaign.report()
    for name, kinds in table.items():
        print(f"{sum(kinds.values()):6}  {name}")
        for kind, count in kinds.items():
            print(f"        {count:6}  {kind}")
    print(f"{sum(campaign.counts.values())} faults, {len(campaign.findings)} findings")
    if options.json:
        options.json.write_text(json.dumps(table, indent=2) + "\n")
    return 1 if campaign.findings else 0


if __name__ == "__main__":
    sys.exit(main())
