"""Runs the fuzz targets that scripts/fuzz has built, as many at a time as there are processors, and tells what came of it."""

import argparse
import concurrent.futures
import dataclasses
import hashlib
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
HERE = ROOT / "tests" / "fuzz"
INPUTS = ROOT / "build" / "fuzz-inputs"
FINDINGS = ROOT / "build" / "fuzz-findings"
# How many inputs are kept for a target, and how large they may be together.
MOST_KEPT, MOST_BYTES = 48, 40_000
# An input that takes longer than five minutes, or more memory, is a finding. No input takes a second of the processor's time; a
# machine that is busy with other things may need long for it. Leaks are looked for when a run ends: after every input that made a
# target remember something, all memory would be searched.
LIMITS = ["-timeout=300", "-rss_limit_mb=2048", "-malloc_limit_mb=512", "-detect_leaks=0"]
# Which input is changed next does not depend on how few do what it does: to count that takes up to a third of a run's time.
SCHEDULE = ["-entropic=0"]
# Where memory was allocated is not noted down in a run, which would take a tenth of its time. A target that is given a finding alone
# tells it.
ENVIRONMENT = {**os.environ, "UBSAN_OPTIONS": "print_stacktrace=1", "ASAN_OPTIONS": "malloc_context_size=0"}


@dataclasses.dataclass(frozen=True)
class Target:
    """One line of the list that CMake writes."""

    name: str
    short_runs: int
    covers: tuple[str, ...]
    program: pathlib.Path

    @property
    def corpus(self) -> pathlib.Path:
        """The inputs that are kept."""
        return HERE / "corpora" / self.name

    @property
    def grown(self) -> pathlib.Path:
        """The inputs that were found since, on this machine."""
        return INPUTS / self.name

    @property
    def findings(self) -> pathlib.Path:
        return FINDINGS / self.name

    def options(self) -> list[str]:
        """Inputs grow to twice the size of the largest kept one, and no further: what is longer takes longer and shows no more."""
        largest = max(path.stat().st_size for path in self.corpus.iterdir())
        dictionary = self.program.with_name(f"{self.name}.dict")  # CMake puts it there, and refuses a target that has none.
        return [*LIMITS, *SCHEDULE, f"-max_len={2 * largest}", f"-dict={dictionary}"]


@dataclasses.dataclass(frozen=True)
class Outcome:
    """What came of a target's run."""

    target: str
    executions: int
    seconds: float
    edges: int
    findings: tuple[pathlib.Path, ...]
    failed: bool
    log: pathlib.Path

    def line(self) -> str:
        speed = self.executions / max(self.seconds, 0.001)
        edges = f"{self.edges:6}" if self.edges else "     -"
        said = f"{len(self.findings)} findings" if self.findings else f"failed, see {self.log}" if self.failed else "no finding"
        return f"{self.target:20} {self.executions:12,} {speed:10,.0f}/s {edges} edges  {said}"


def read_targets(build: pathlib.Path, wanted: list[str]) -> list[Target]:
    targets = []
    for line in (build / "fuzz_targets.txt").read_text().splitlines():
        name, runs, *covers = line.split()
        targets.append(Target(name, int(runs), tuple(covers), build / "tests" / "fuzz" / f"fuzz_{name}"))
    names = {target.name for target in targets} | {"differential"}
    for name in wanted:
        if name not in names:
            sys.exit(f"fuzz: error: there is no target {name}; there are {', '.join(sorted(names))}")
    return [target for target in targets if not wanted or target.name in wanted]


def execute(command: list, log: pathlib.Path) -> tuple[int, float]:
    """Runs a command, whose output goes to a file. Returns its exit code, and the processor's time that it took, in seconds: what the
    machine does besides does not change that."""
    with log.open("wb") as out:
        process = subprocess.Popen(command, stdout=out, stderr=out, env=ENVIRONMENT)
        _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    return process.returncode, usage.ru_utime + usage.ru_stime


def run(target: Target, how: list[str], log_name: str = "") -> Outcome:
    """Runs a target as `how` tells libFuzzer. What it finds out goes to directories outside the repository's files."""
    target.grown.mkdir(parents=True, exist_ok=True)
    target.findings.mkdir(parents=True, exist_ok=True)
    before = set(target.findings.iterdir())
    log = target.findings.parent / f"{log_name or target.name}.log"
    command = [target.program, *how, *target.options(), f"-artifact_prefix={target.findings}/", "-print_final_stats=1"]
    status, seconds = execute(command, log)
    text = log.read_text(errors="replace")
    executions = re.findall(r"stat::number_of_executed_units: (\d+)", text) or re.findall(r"^#(\d+)\t", text, re.M)
    edges = re.findall(r"cov: (\d+)", text)
    findings = tuple(sorted(set(target.findings.iterdir()) - before))
    return Outcome(target.name, int(executions[-1]) if executions else 0, seconds, int(edges[-1]) if edges else 0, findings,
                   status != 0, log)


def run_under_sanitizers(target: Target, sanitized: pathlib.Path, before: Outcome) -> Outcome:
    """Gives a target's inputs, the kept ones and those of this machine, to the one that was built with sanitizers. Returns what came of
    this and of the run before it. What that one has found is not lost, though it ended there."""
    program = sanitized / "tests" / "fuzz" / target.program.name
    outcome = run(dataclasses.replace(target, program=program), ["-runs=0", str(target.grown), str(target.corpus)],
                  f"{target.name}.sanitized")
    print(f"{target.name:20} {outcome.executions:12,} inputs given to the sanitizers", flush=True)
    return dataclasses.replace(before, findings=before.findings + outcome.findings, failed=before.failed or outcome.failed,
                               log=before.log if before.failed else outcome.log)


def run_differential(how: list[str]) -> Outcome:
    """Compares the native program with the engine: the same bytes in, the same result out."""
    FINDINGS.mkdir(parents=True, exist_ok=True)
    findings = FINDINGS / "differential"
    findings.mkdir(exist_ok=True)
    before = set(findings.iterdir())
    log = FINDINGS / "differential.log"
    command = ["node", HERE / "differential" / "run.mjs", ROOT / "build/release/tests/fuzz/differential_native", *how]
    status, seconds = execute(command, log)
    executions = re.findall(r"^executions: (\d+)", log.read_text(errors="replace"), re.M)
    return Outcome("differential", int(executions[-1]) if executions else 0, seconds, 0,
                   tuple(sorted(set(findings.iterdir()) - before)), status != 0, log)


def run_all(targets: list[Target], differential: bool, minutes: float | None, sanitized: pathlib.Path | None) -> bool:
    """Runs all targets, for some minutes each or for their short runs, and returns whether nothing was found. If there is `sanitized`,
    the targets have no sanitizers, and those in that build get the inputs afterwards."""
    def fuzz(target: Target) -> Outcome:
        if minutes is None:
            # From the kept inputs alone, and from one seed. New inputs go to the first folder.
            with tempfile.TemporaryDirectory() as unwanted:
                return run(target, [f"-runs={target.short_runs}", "-seed=1", unwanted, str(target.corpus)])
        outcome = run(target, [f"-max_total_time={max(1, round(minutes * 60))}", str(target.grown), str(target.corpus)])
        return run_under_sanitizers(target, sanitized, outcome) if sanitized else outcome

    outcomes = []
    with concurrent.futures.ThreadPoolExecutor(max_workers=os.cpu_count()) as pool:
        pending = [pool.submit(fuzz, target) for target in targets]
        if differential:
            how = ["--runs", "12000"] if minutes is None else ["--seconds", str(minutes * 60)]
            pending.append(pool.submit(run_differential, how))
        for future in concurrent.futures.as_completed(pending):
            outcomes.append(future.result())
            print(outcomes[-1].line(), flush=True)
    for outcome in outcomes:
        for path in outcome.findings:
            print(f"finding of {outcome.target}: {path.relative_to(ROOT)}")
        if outcome.failed:
            print("".join(f"  {line}\n" for line in outcome.log.read_text(errors="replace").splitlines()[-30:]))
    total = sum(outcome.executions for outcome in outcomes)
    failed = [outcome.target for outcome in outcomes if outcome.failed or outcome.findings]
    seconds = sum(outcome.seconds for outcome in outcomes)
    said = f"findings: {', '.join(sorted(failed))}" if failed else "no finding"
    print(f"{len(outcomes)} targets, {total:,} executions in {seconds:,.0f} s of processors' time, {said}")
    return not failed


def spread(all_of_them: list[bytes], count: int) -> list[bytes]:
    """Returns so many of them, evenly from the first to the last."""
    return [all_of_them[i * (len(all_of_them) - 1) // max(1, count - 1)] for i in range(count)]


def minimise(target: Target) -> None:
    """Replaces the kept inputs by few small ones that reach as much as all inputs do, as far as there is room for them."""
    merged = INPUTS / f"{target.name}.merged"
    shutil.rmtree(merged, ignore_errors=True)
    for folder in (merged, target.grown, target.corpus):
        folder.mkdir(parents=True, exist_ok=True)
    # Without the counters, two inputs that take the same branches are alike, however often each takes them.
    subprocess.run([target.program, "-set_cover_merge=1", "-use_counters=0", *target.options(), merged, target.corpus,
                    target.grown], check=True, capture_output=True, env=ENVIRONMENT)
    kept, size = set(), 0
    for path in target.corpus.iterdir():
        # An input that a person has named is kept for what its name says.
        if re.fullmatch(r"[0-9a-f]{16}", path.name):
            path.unlink()
        else:
            kept.add(path.read_bytes())
            size += path.stat().st_size
    new = sorted({path.read_bytes() for path in merged.iterdir()} - kept, key=lambda content: (len(content), content))
    # Where there are too many, some of every size are kept.
    room = min(len(new), MOST_KEPT - len(kept))
    while size + sum(map(len, spread(new, room))) > MOST_BYTES:
        room -= 1
    new = spread(new, room)
    for content in new:
        (target.corpus / hashlib.sha256(content).hexdigest()[:16]).write_bytes(content)
    print(f"{target.name:20} {len(kept) + len(new)} inputs, {size + sum(map(len, new)):,} bytes, of {len(list(merged.iterdir()))}")


def coverage(targets: list[Target], build: pathlib.Path) -> None:
    """Prints how much of the lines of its files each target's inputs reach, the kept ones and those of this machine."""
    for target in targets:
        profile = build / f"{target.name}.profraw"
        inputs = [path for path in (target.corpus, target.grown) if path.exists()]
        subprocess.run([target.program, "-runs=0", *LIMITS, *inputs], check=True, capture_output=True,
                       env={**os.environ, "LLVM_PROFILE_FILE": str(profile)})
        data = profile.with_suffix(".profdata")
        subprocess.run(["llvm-profdata", "merge", "-sparse", profile, "-o", data], check=True)
        shown = subprocess.run(["llvm-cov", "export", "-format=lcov", target.program, f"-instr-profile={data}"],
                               check=True, capture_output=True, text=True).stdout
        for file in target.covers:
            record = next((one for one in shown.split("end_of_record\n") if re.search(rf"^SF:.*/{re.escape(file)}$", one, re.M)), "")
            lines = dict(re.findall(r"^DA:(\d+),(\d+)", record, re.M))
            missed = [line for line, count in lines.items() if count == "0"]
            share = 100 * (len(lines) - len(missed)) / len(lines) if lines else 0
            print(f"{target.name:20} {file:32} {share:5.1f}% of {len(lines)} lines" + (f"; not {' '.join(missed)}" if missed else ""),
                  flush=True)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("build", type=pathlib.Path)
    parser.add_argument("--minutes", type=float)
    parser.add_argument("--sanitized", type=pathlib.Path, help="the build whose targets get the inputs of those without sanitizers")
    parser.add_argument("--short", action="store_true")
    parser.add_argument("--coverage", action="store_true")
    parser.add_argument("--minimise", action="store_true")
    parser.add_argument("targets", nargs="*")
    given = parser.parse_intermixed_args()
    build = ROOT / given.build
    targets = read_targets(build, given.targets)
    if given.coverage:
        coverage(targets, build)
    elif given.minimise:
        for target in targets:
            minimise(target)
    else:
        differential = not given.targets or "differential" in given.targets
        sanitized = ROOT / given.sanitized if given.sanitized else None
        return 0 if run_all(targets, differential, None if given.short else given.minutes, sanitized) else 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
