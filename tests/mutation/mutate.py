"""Changes the code that decides on a verdict, one small change at a time, and looks whether the core's tests notice. scripts/mutate runs it."""

import argparse
import collections
import concurrent.futures
import json
import os
import pathlib
import random
import shutil
import subprocess
import sys
import threading
import time

from points import LambdaPoints, Mutant, declarations_in, parse
from suites import CORES, ROOT, SUITES, Build, run

HERE = pathlib.Path(__file__).resolve().parent
WORK = ROOT / "build/mutation"
KEPT = HERE / "equivalent.json"
NUMBERS = 1 << 16
NUMBERS_A_SOURCE = 4000
PASS_MARK = 0.95

# What is changed: the sources, and with each the headers whose inline code belongs to it.
TARGETS = {
    "core/src/check_session.cpp": ["core/include/selfcheck/check_session.h"],
    "core/src/verified_list.cpp": ["core/include/selfcheck/verified_list.h"],
    "core/src/merkle.cpp": ["core/include/selfcheck/merkle.h"],
    "core/src/elias_fano.cpp": ["core/include/selfcheck/elias_fano.h"],
    "core/src/tag.cpp": ["core/include/selfcheck/tag.h"],
    "core/src/anonymity.cpp": ["core/include/selfcheck/anonymity.h"],
    "core/src/minisign.cpp": ["core/include/selfcheck/minisign.h"],
    "core/src/evaluation.cpp": ["core/include/selfcheck/evaluation.h"],
    "core/src/edition_tag.cpp": ["core/include/selfcheck/edition_tag.h"],
    "core/src/evaluator.cpp": ["core/include/selfcheck/evaluator.h"],
    "core/src/voprf/dleq.cpp": ["core/include/selfcheck/voprf/dleq.h", "core/src/voprf/sha512.h"],
    "core/src/voprf/group.cpp": ["core/include/selfcheck/voprf/group.h"],
    "core/src/voprf/hash_to_group.cpp": ["core/include/selfcheck/voprf/hash_to_group.h"],
    "core/src/voprf/oprf.cpp": ["core/include/selfcheck/voprf/oprf.h"],
    "core/src/voprf/proof_nonce.cpp": ["core/include/selfcheck/voprf/proof_nonce.h"],
    "core/src/voprf/shares.cpp": ["core/include/selfcheck/voprf/shares.h"],
}
# Argon2id takes up to 256 MiB in the suite. A change that asks for much more is stopped.
MEMORY = 4 << 30


class Sources(Build):
    """The changed sources, how they are compiled, and how the suites are linked with them."""

    def __init__(self, wanted: set[str]) -> None:
        """`wanted` are the files that are changed; if it is empty, all are."""
        super().__init__()
        self.points: dict[str, LambdaPoints] = {}
        self.mutants: list[Mutant] = []
        self.targets = {source: headers for source, headers in TARGETS.items() if not wanted or wanted & {source, *headers}}
        for i, (source, headers) in enumerate(TARGETS.items()):
            if source not in self.targets:
                continue
            cursor = parse(str(ROOT / source), self.options(source))
            first = 1 + i * NUMBERS_A_SOURCE
            for name in [source, *headers]:
                path = ROOT / name
                found = LambdaPoints(name, path.read_bytes(), declarations_in(cursor, str(path)), first)
                self.points[name] = found
                self.mutants += found.mutants
                first += len(found.mutants)
            assert first < (i + 1) * NUMBERS_A_SOURCE

    def write(self) -> None:
        for name, points in self.points.items():
            write_if_changed(WORK / "schema" / name, points.schema())

    def compile(self, source: str, path: pathlib.Path, target: pathlib.Path, with_switches: bool = True) -> bool:
        compiler = [*(["ccache"] if shutil.which("ccache") else []), self.commands[source][0].replace("ccache", "c++")]
        folders = [f"-I{WORK / 'schema' / folder}" for folder in ("core/include", "core/src")] if with_switches else []
        command = [*compiler, *folders, *self.options(source), f"-I{path.parent}", "-O1", "-w", "-Wno-narrowing", "-include", HERE / "switch.h", "-c", path, "-o", target]
        target.parent.mkdir(parents=True, exist_ok=True)
        done = subprocess.run([str(word) for word in command], capture_output=True, text=True)
        if done.returncode != 0 and with_switches:
            print(done.stderr[:4000], file=sys.stderr)
        return done.returncode == 0

    def object(self, source: str) -> pathlib.Path:
        return WORK / "objects" / (source + ".o")

    def build(self) -> None:
        self.write()
        switch = WORK / "objects/switch.o"
        with concurrent.futures.ThreadPoolExecutor(CORES) as pool:
            jobs = [pool.submit(self.compile, source, WORK / "schema" / source, self.object(source)) for source in self.targets]
            if not all([job.result() for job in jobs]):
                raise SystemExit("mutate: error: a schema does not compile")
        run("c++", "-std=c++20", "-O1", "-c", HERE / "switch.cpp", "-o", switch)
        for suite in SUITES:
            self.link(suite, [switch, *map(self.object, self.targets)], WORK / suite)

    def build_alone(self, mutant: Mutant, folder: pathlib.Path) -> bool:
        """Builds the suites with a change that has no switch. Returns whether it can be compiled at all."""
        assert mutant.alone is not None
        source = next(source for source, headers in TARGETS.items() if mutant.file in [source, *headers])
        changed = folder / "source" / mutant.file
        write_if_changed(changed, mutant.alone)
        path = changed if mutant.file == source else ROOT / source
        target = folder / "changed.o"
        options = self.options(source)
        if mutant.file != source:
            options[:0] = [f"-I{folder / 'source/core/include'}", f"-I{folder / 'source/core/src'}"]
        command = [self.commands[source][0].replace("ccache", "c++"), *options, f"-I{(ROOT / source).parent}", "-O1", "-w", "-c", path, "-o", target]
        if subprocess.run([str(word) for word in command], capture_output=True).returncode != 0:
            return False
        objects = [WORK / "objects/switch.o", *[target if s == source else self.object(s) for s in self.targets]]
        for suite in SUITES:
            self.link(suite, objects, folder / suite)
        return True


def write_if_changed(path: pathlib.Path, text: str) -> None:
    data = text.encode("latin-1")
    if path.exists() and path.read_bytes() == data:
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)


class Test:
    def __init__(self, suite: str, name: str):
        self.suite, self.name = suite, name
        self.seconds = 0.0
        self.reached = bytes(NUMBERS)


def tests_of(suite: str) -> list[Test]:
    tests, group = [], ""
    for line in run(WORK / suite, "--gtest_list_tests", capture_output=True, text=True).stdout.splitlines():
        line = line.split("#")[0].rstrip()
        if line.startswith("  "):
            tests.append(Test(suite, group + line.strip()))
        elif line.endswith("."):
            group = line
    return tests


class Process:
    """One run of some tests of a suite, which ends at the first failure."""

    def __init__(self, program: pathlib.Path, names: list[str], seconds: float, environment: dict[str, str]):
        limits = ["prlimit", f"--cpu={int(seconds) + 1}", f"--as={MEMORY}", "--core=0"]
        command = [*limits, str(program), f"--gtest_filter={':'.join(names)}", "--gtest_break_on_failure", "--gtest_color=no"]
        process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=os.environ | environment, cwd=WORK)
        assert process.stdout is not None
        # Nothing in the suites waits; this is for a change that would make something wait.
        waiting = threading.Timer(60 + 100 * seconds, process.kill)
        waiting.start()
        output = process.stdout.read().decode(errors="replace")
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        waiting.cancel()
        self.seconds = usage.ru_utime + usage.ru_stime
        self.code = process.returncode
        runs = [line for line in output.splitlines() if line.startswith("[ RUN ")]
        self.last = runs[-1].split("]")[1].strip() if runs else ""

    def killed_by(self) -> str:
        """Returns which limit was met, or nothing if all tests passed. SIGTRAP is how a failed expectation ends the run."""
        return {0: "", 1: "test", -5: "test", -24: "time", -9: "time"}.get(self.code, "crash")


def measure(tests: list[Test]) -> None:
    """Finds out how long each test takes, and which changes it can notice because it executes their places."""

    def one(test: Test) -> None:
        path = WORK / "reached" / f"{test.suite}.{test.name.replace('/', '_')}"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(bytes(NUMBERS))
        process = Process(WORK / test.suite, [test.name], 120, {"MUTANTS_REACHED": str(path)})
        if process.code != 0:
            raise SystemExit(f"mutate: error: {test.name} fails without any change")
        test.seconds, test.reached = process.seconds, path.read_bytes()

    with concurrent.futures.ThreadPoolExecutor(CORES) as pool:
        list(pool.map(one, tests))


class Trial:
    def __init__(self, sources: Sources, tests: list[Test], killers: dict[str, str]):
        self.sources, self.tests, self.killers = sources, tests, killers

    def reaching(self, mutant: Mutant) -> list[Test]:
        if mutant.alone is None:
            return [test for test in self.tests if test.reached[mutant.number]]
        source, headers = next((s, h) for s, h in TARGETS.items() if mutant.file in [s, *h])
        numbers = [m.number for name in [source, *headers] for m in self.sources.points[name].mutants]
        return [test for test in self.tests if any(test.reached[number] for number in numbers)]

    def __call__(self, mutant: Mutant) -> tuple[str, str]:
        """Returns what killed the mutant and which test; the first is empty if it survives, and `none` if there is no such program."""
        folder = WORK
        if mutant.alone is not None:
            folder = WORK / f"alone/{mutant.number}"
            if not self.sources.build_alone(mutant, folder):
                return "none", ""
        try:
            return self.judge(mutant, folder)
        finally:
            if folder != WORK:
                shutil.rmtree(folder)

    def judge(self, mutant: Mutant, folder: pathlib.Path) -> tuple[str, str]:
        killer = self.killers.get("\0".join(mutant.key))
        tests = sorted(self.reaching(mutant), key=lambda test: (test.name != killer, test.seconds))
        batch: list[Test] = []
        for i, test in enumerate(tests):
            batch.append(test)
            following = tests[i + 1] if i + 1 < len(tests) else None
            if following is not None and test.name != killer and following.suite == test.suite and sum(t.seconds for t in batch) < 0.2 * (1 + i / 10):
                continue
            process = Process(folder / test.suite, [t.name for t in batch], 1 + 4 * sum(t.seconds for t in batch), {"MUTANT": str(mutant.number)})
            if limit := process.killed_by():
                return limit, process.last
            batch = []
        return "", "" if tests else "not executed by any test"


class Kept:
    """The list of changes that are argued to be equivalent."""

    def __init__(self) -> None:
        self.why: dict[tuple[str, str, str, str], str] = {}
        self.elsewhere: set[tuple[str, str, str, str]] = set()  # What a suite that is not run here notices; it counts as alive.
        for entry in json.loads(KEPT.read_text()) if KEPT.exists() else []:
            for change in entry["changes"]:
                key = (entry["file"], entry["in"], entry["line"], change)
                self.why[key] = entry["why"]
                if entry.get("elsewhere"):
                    self.elsewhere.add(key)

    def stale(self, sources: Sources) -> list[tuple[str, str, str, str]]:
        there = {mutant.key for mutant in sources.mutants}
        return [key for key in self.why if key not in there and key[0] in sources.points]


def select(mutants: list[Mutant], arguments: argparse.Namespace, kept: Kept, last: dict[str, list[str]]) -> list[Mutant]:
    if arguments.again:
        mutants = [mutant for mutant in mutants if not last.get("\0".join(mutant.key), ["", ""])[0]]
    if arguments.sample:
        mutants = [mutant for mutant in mutants if mutant.key not in kept.why and mutant.alone is None]
        mutants = random.Random(arguments.seed).sample(mutants, min(arguments.sample, len(mutants)))
    return mutants


def report(mutants: list[Mutant], results: dict[int, tuple[str, str]], kept: Kept) -> int:
    counts: dict[str, collections.Counter] = collections.defaultdict(collections.Counter)
    survivors, wrong = [], []
    for mutant in mutants:
        limit, _ = results[mutant.number]
        if limit == "none":
            continue
        column = limit or ("elsewhere" if mutant.key in kept.elsewhere else "argued" if mutant.key in kept.why else "survived")
        counts[mutant.file].update([column, "made"])
        if column == "survived":
            survivors.append(mutant)
        if limit and mutant.key in kept.why:
            wrong.append(mutant)
    total: collections.Counter = sum(counts.values(), collections.Counter())
    columns = ("made", "test", "time", "crash", "argued", "elsewhere", "survived")
    print(f"{'file':45}" + "".join(f"{column:>10}" for column in columns) + "     score")
    for name, counter in [*counts.items(), ("all", total)]:
        print(f"{name:45}" + "".join(f"{counter[column]:10}" for column in columns) + f"{100 * score(counter):9.1f}%")
    for mutant in survivors:
        reason = results[mutant.number][1]
        print(f"\nsurvived: {mutant.file}:{mutant.line}, in {mutant.where}{': ' + reason if reason else ''}\n  {mutant.text}\n  {mutant.change}")
    for mutant in wrong:
        print(f"\nargued to be equivalent, but {results[mutant.number][1]} notices it: {mutant.file}:{mutant.line}\n  {mutant.text}\n  {mutant.change}")
    return 1 if survivors or wrong or score(total) < PASS_MARK else 0


def score(counter: collections.Counter) -> float:
    judged = counter["made"] - counter["argued"]
    return 1.0 - (counter["survived"] + counter["elsewhere"]) / judged if judged else 1.0


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("files", nargs="*", metavar="FILE", help="only the changes of these files")
    parser.add_argument("--sample", type=int, metavar="N", help="only N changes, without those that are argued to be equivalent")
    parser.add_argument("--seed", type=int, default=1, metavar="S", help="which N; the default is 1")
    parser.add_argument("--again", action="store_true", help="only what survived the last time or is new; the rest is told as it was then")
    parser.add_argument("--slow", type=float, default=float("inf"), metavar="SECONDS", help="leave out tests that take longer: a first look at what survives")
    parser.add_argument("--jobs", type=int, default=CORES, metavar="N", help="how many processes at once")
    arguments = parser.parse_args()

    WORK.mkdir(parents=True, exist_ok=True)
    memory = WORK / "results.json"
    last = json.loads(memory.read_text()) if memory.exists() else {}
    arguments.files = {os.path.relpath(file, ROOT) for file in arguments.files}
    if unknown := arguments.files - {name for source, headers in TARGETS.items() for name in [source, *headers]}:
        raise SystemExit(f"mutate: error: not among the files that are changed: {', '.join(sorted(unknown))}")
    sources, kept = Sources(arguments.files), Kept()
    if stale := kept.stale(sources):
        raise SystemExit("mutate: error: these are in the kept list but are no changes any more:\n" + "\n".join(map(str, stale)))
    wanted = [mutant for mutant in sources.mutants if not arguments.files or mutant.file in arguments.files]
    mutants = select(wanted, arguments, kept, last)
    sources.build()
    tests = [test for suite in SUITES for test in tests_of(suite)]
    measure(tests)
    tests = [test for test in tests if test.seconds <= arguments.slow]
    print(f"{len(mutants)} changes, {len(tests)} tests of {sum(test.seconds for test in tests):.1f} s", flush=True)
    trial = Trial(sources, tests, {key: test for key, (_, test) in last.items()})
    results: dict[int, tuple[str, str]] = {}
    shown = time.monotonic()
    with concurrent.futures.ThreadPoolExecutor(arguments.jobs) as pool:
        futures = {pool.submit(trial, mutant): mutant for mutant in mutants}
        for future in concurrent.futures.as_completed(futures):
            mutant = futures[future]
            results[mutant.number] = future.result()
            last["\0".join(mutant.key)] = list(results[mutant.number])
            if time.monotonic() - shown > 30:
                shown = time.monotonic()
                memory.write_text(json.dumps(last))
                print(f"{len(results)} of {len(mutants)}, {sum(not limit for limit, _ in results.values())} alive", file=sys.stderr, flush=True)
    memory.write_text(json.dumps(last))
    if arguments.again:
        # What was noticed the last time is told as it was then.
        mutants, results = wanted, {mutant.number: tuple(last["\0".join(mutant.key)]) for mutant in wanted}
    return report(mutants, results, kept)


if __name__ == "__main__":
    sys.exit(main())
