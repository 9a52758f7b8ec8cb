"""Clocks that jump: back and forth, at each reading of the clock, within a command or between two."""

import json
import shutil
import subprocess
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import library
from checks import Finding
from scenarios import Builder

if TYPE_CHECKING:
    from faults import Campaign

DAY = 24 * 60 * 60
SHIFTS = {"a minute back": -60, "a day back": -DAY, "a year back": -366 * DAY, "a day ahead": DAY, "two years ahead": 731 * DAY}
READINGS = 5  # no command that makes an edition reads the clock more often before it is made
NAMES = ("build", "job prepare", "job hash", "job assemble", "renew", "withdraw")
WRONG_CLOCK = ("clock", "--published", "is past")


@dataclass(frozen=True)
class Jump:
    """A command during which the clock jumps; the list's present edition has today's date."""

    name: str
    before: Path
    command: list[str]
    then: list[list[str]]  # what makes an edition of what the command has made, by a clock that is right again


def undated(command: list[str]) -> list[str]:
    at = command.index("--published")
    return command[:at] + command[at + 2 :]


def all_jumps(builder: Builder) -> list[tuple[Jump, str, tuple[int, int]]]:
    today = builder.state("today", builder.base, undated(builder.build(1)))
    prepare = undated(builder.prepare(2))
    prepared = builder.state("today-prepared", today, prepare)
    hashed = builder.state("today-hashed", prepared, builder.HASH)
    program = builder.program
    signed = ["--list", "list", "--secret-key", "my.key", "--json"]
    jumps = [
        Jump("build", today, [program, *undated(builder.build(2))], []),
        Jump("job prepare", today, [program, *prepare], [[program, *builder.HASH], [program, *builder.ASSEMBLE]]),
        Jump("job hash", prepared, [program, *builder.HASH], [[program, *builder.ASSEMBLE]]),
        Jump("job assemble", hashed, [program, *builder.ASSEMBLE], []),
        Jump("renew", today, [program, "renew", *signed], []),
        Jump("withdraw", today, [program, "withdraw", *signed], []),
    ]
    return [
        (jump, f"{name}, at reading {at}", (at, shift))
        for jump in jumps
        for name, shift in SHIFTS.items()
        for at in range(1, READINGS + 1)
    ]


def manifest_of(place: Path) -> dict:
    pointer = (place / "list/current.minisig").read_text()
    name = next(word for word in pointer.split() if word.startswith("manifest-"))
    return json.loads((place / "list" / name).read_text())


def seconds(text: str) -> float:
    return datetime.strptime(text, "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC).timestamp()


def with_date(builder: Builder, place: Path, command: list[str], date: str) -> list[list[str]]:
    """Returns what a person does whom the program has asked for a date. The work of a job that is there is not lost."""
    for job in ("list.job", "job"):
        if (place / job / "plan.json").exists():
            hashing, assembling = ([job if i == 3 else word for i, word in enumerate(step)] for step in (builder.HASH, builder.ASSEMBLE))
            return [[builder.program, *hashing], [builder.program, *assembling, "--published", date]]
    return [[*command, "--published", date]]


def found_after(campaign: "Campaign", jump: Jump, place: Path, clock: tuple[int, int]) -> list[str]:
    program = campaign.builder.program
    before = manifest_of(place)
    run = library.run(campaign.library, place, jump.command, clock=clock)
    if run.status not in (0, 3, 4):
        return [f"exit code {run.status}: {run.errors[-300:]}"]
    found = []
    if run.status != 0 and not any(words in run.errors for words in WRONG_CLOCK):
        found.append(f"the error does not speak of the clock: {run.errors[-300:]}")
    after = manifest_of(place)
    if run.status != 0 and after != before:
        found.append("it failed, and there is another edition")
    if after != before:
        found += _of_edition(program, place, before, after)
    # The clock is right again, and the same work goes on: by itself, or with the date that the error asks for.
    published = max(seconds(after["published"]), seconds(before["published"])) + 1
    for command in jump.then if run.status == 0 else [jump.command, *jump.then]:
        done = library.run(campaign.library, place, command)
        if done.status == 0:
            continue
        if done.status not in (3, 4) or "--published" not in done.errors:
            found.append(f"{command[1]} fails afterwards, and does not say what helps: {done.errors[-300:]}")
            break
        dated = datetime.fromtimestamp(published, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        for step in with_date(campaign.builder, place, command, dated):
            done = library.run(campaign.library, place, step)
            if done.status != 0:
                found.append(f"{' '.join(step[1:3])} fails with --published, too: {done.errors[-300:]}")
        break
    return found


def _of_edition(program: str, place: Path, before: dict, after: dict) -> list[str]:
    found = []
    if after["sequence"] != before["sequence"] + 1:
        found.append(f"edition {after['sequence']} follows edition {before['sequence']}")
    if after["published"] < before["published"]:
        found.append("the new edition is dated before the one that it follows")
    if after["valid_until"] <= after["published"]:
        found.append("the edition ends before it begins")
    verify = [program, "verify", "--list", "list", "--pin", "list.pin.json", "--now", after["published"]]
    verified = subprocess.run(verify, cwd=place, capture_output=True, text=True, check=False)
    if verified.returncode != 0:
        found.append(f"verify: {verified.stdout[-300:]}")
    return found


def try_jump(campaign: "Campaign", jump: Jump, name: str, clock: tuple[int, int]) -> None:
    place = campaign.place()
    shutil.copytree(jump.before, place)
    try:
        found = [Finding(jump.name, "a clock that jumps", name, one) for one in found_after(campaign, jump, place, clock)]
        campaign.note(jump.name, "a clock that jumps", found)
    finally:
        shutil.rmtree(place, ignore_errors=True)
