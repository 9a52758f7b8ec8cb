"""Disks that are really full or read-only: small file systems in memory, which only root may mount."""

import errno
import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import library
from checks import Finding
from library import Fault, Run
from scenarios import Scenario

if TYPE_CHECKING:
    from faults import Campaign

PAGE = 4096
MOST_PAGES = 40  # more room than any of the commands needs that does not look for room before it begins
FULL = Fault(str(errno.ENOSPC), after="full")
READ_ONLY = Fault(str(errno.EROFS), after="readonly")


def mount(*options: str) -> bool:
    return subprocess.run(["mount", *options], capture_output=True, check=False).returncode == 0


def can_mount(directory: Path) -> bool:
    place = directory / "mount-trial"
    place.mkdir()
    mounted = os.geteuid() == 0 and mount("-t", "tmpfs", "-o", f"size={PAGE}", "none", str(place))
    if mounted:
        subprocess.run(["umount", place], check=True)
    place.rmdir()
    return mounted


def pages_of(directory: Path) -> int:
    return sum(-(-entry.stat().st_size // PAGE) for entry in directory.rglob("*") if entry.is_file())


@contextmanager
def disk(campaign: "Campaign", scenario: Scenario, pages: int) -> Iterator[Path]:
    """A disk with what is there before the command, and room for so many pages more."""
    place = campaign.place()
    place.mkdir()
    size = (pages_of(scenario.before) + pages) * PAGE
    if not mount("-t", "tmpfs", "-o", f"size={size}", "none", str(place)):
        raise SystemExit("faults: error: can't mount a second time")
    try:
        shutil.copytree(scenario.before, place, dirs_exist_ok=True)
        yield place
    finally:
        subprocess.run(["umount", "--lazy", place], check=True)
        place.rmdir()


def try_disk(campaign: "Campaign", scenario: Scenario, kind: str, pages: int | None) -> None:
    """Runs the command with room for so many pages; without a number the disk is read-only."""
    fault = READ_ONLY if pages is None else FULL

    def run(place: Path) -> Run:
        return library.run(campaign.library, place, scenario.command)

    with disk(campaign, scenario, MOST_PAGES if pages is None else pages) as place:
        if pages is None:
            mount("-o", "remount,ro", str(place))
        disturbed = run(place)
        found = campaign.checker.after_fault(scenario, kind, fault, place, disturbed)
        if pages is None and disturbed.status == 0:
            found.append(Finding(scenario.name, kind, "", "success was told on a disk that is read-only"))
        mount("-o", "remount,rw,size=64m", str(place))
        found += campaign.checker.after_retry(scenario, kind, fault, place, lambda: run(place))
        campaign.note(scenario.name, kind, found)


def trials(scenario: Scenario) -> list[tuple[Scenario, str, int | None]]:
    full = [(scenario, "a file system that is full", pages) for pages in range(MOST_PAGES)]
    return [*full, (scenario, "a file system that is read-only", None)]
