"""Runs a program under the library of faults.c, and reads the log that it writes."""

import os
import signal
import subprocess
from dataclasses import dataclass, field
from pathlib import Path

HERE = Path(__file__).resolve().parent


@dataclass(frozen=True)
class Fault:
    """A fault as faults.c knows it: what happens to which call, and what holds from then on."""

    kind: str
    call_class: str = "write"
    at: int = 0
    after: str = ""

    @property
    def kills(self) -> bool:
        return self.kind in ("kill", "killed")

    @property
    def errno(self) -> int | None:
        number = self.kind.removeprefix("late:")
        return int(number) if number.isdigit() else None


@dataclass(frozen=True)
class Call:
    """A call that the program made: its class and number, what it did, and which error it saw."""

    call_class: str
    number: int
    name: str
    result: int
    errno: int
    path: str
    other: str
    offset: int
    data: bytes


@dataclass
class Run:
    status: int  # the exit code, or minus the signal's number
    output: str
    errors: str
    calls: list[Call] = field(default_factory=list)

    @property
    def was_killed(self) -> bool:
        return self.status == -signal.SIGKILL


def build(directory: Path) -> Path:
    """Compiles faults.c into `directory`."""
    library = directory / "faults.so"
    command = ["cc", "-shared", "-fPIC", "-O1", "-Wall", "-Wextra", "-Werror", "-o", library, HERE / "faults.c", "-ldl"]
    subprocess.run(command, check=True)
    return library


def read_log(log: Path) -> list[Call]:
    calls = []
    for line in log.read_text().splitlines() if log.exists() else []:
        call_class, number, name, result, error, path, other, offset, data = line.split("\t")
        calls.append(
            Call(call_class, int(number), name, int(result), int(error), path, other, int(offset), bytes.fromhex(data))
        )
    return calls


def run(
    library: Path, root: Path, command: list[str], fault: Fault | None = None, clock: tuple[int, int] | None = None
) -> Run:
    """Runs `command` in `root`. Only calls that concern files below `root` are counted. `clock` is the reading from which on the
    clock is shifted, and by how many seconds."""
    log = root.parent / f"{root.name}.log"
    log.unlink(missing_ok=True)
    environment = {
        "PATH": os.environ["PATH"],
        "LD_PRELOAD": str(library),
        "FAULTS_ROOT": str(root),
        "FAULTS_LOG": str(log),
    }
    if fault is not None:
        environment |= {"FAULTS_CLASS": fault.call_class, "FAULTS_AT": str(fault.at), "FAULTS_KIND": fault.kind}
        environment |= {"FAULTS_AFTER": fault.after} if fault.after else {}
    if "--share" in command:  # a keyed list has a proof that is made with random numbers, and is to be the same each time
        environment["SAME_RANDOM"] = "1"
    if clock is not None:
        environment |= {"CLOCK_AT": str(clock[0]), "CLOCK_SHIFT": str(clock[1])}
    done = subprocess.run(
        command, cwd=root, env=environment, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False, timeout=300
    )
    calls = read_log(log)
    log.unlink(missing_ok=True)
    return Run(done.returncode, done.stdout, done.stderr, calls)
