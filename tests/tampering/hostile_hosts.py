"""Hosts that serve something else than the list, or not at all, and how the program gets along with them over HTTP."""

from __future__ import annotations

import contextlib
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from changed_bytes import as_others_leave_it
from lists import POINTER, ROOT, List
from verdicts import Tally, Wrong, ask_each, ask_file, ask_in_words

PARTS = {"pointer": POINTER, "manifest": "manifest-", "bucket": ".bin"}

# What the server does (tests/cli/web_server.py), and the reason that fits, whichever file it is about.
ANY_FILE = {
    "404": "file_missing",
    "410": "file_missing",
    "403": "server_error",
    "500": "server_error",
    "503:7": "server_error",
    "304": "server_error",
    "redirect": "server_error",
    "redirect_back": "server_error",
    "range": "server_error",
    "html": "not_the_file",
    "html_type": "not_the_file",
    "long_html": "not_the_file",
    "hang_up": "network_failed",
    "cut": "network_failed",
    "endless_headers": "network_failed",
    "endless_beginning": "network_failed",
    "no_http": "network_failed",
    "endless": "file_too_large",
}
# The file comes as it is, and only what is said of it is wrong, or it takes its time.
UNTOUCHED = ("wrong_type", "wrong_encoding", "no_length", "slowly")
# The reasons for a file with another content, by what is done to it.
CHANGED = {
    "pointer": {"crlf": None, "bom": "signature_format", "gzipped": "signature_format", "gzip_encoded": "signature_format",
                "twice": "signature_format", "empty": "signature_format", "short_length": "signature_format",
                "zeros": "signature_format"},
    "manifest": {"crlf": "manifest_mismatch", "bom": "manifest_mismatch", "gzipped": "manifest_mismatch",
                 "gzip_encoded": "manifest_mismatch", "twice": "manifest_mismatch", "empty": "manifest_mismatch",
                 "short_length": "manifest_mismatch", "zeros": "manifest_mismatch"},
    "bucket": {"bom": "file_too_large", "twice": "file_too_large", "empty": "bucket_length", "short_length": "bucket_length",
               "gzipped": "file_too_large", "gzip_encoded": "file_too_large", "zeros": "bucket_proof"},
}
# A file of numbers is checked against the whole list, and each reason for a bad bucket is this one.
WHOLE_LIST = {"bucket_length": "bucket_proof", "file_too_large": "bucket_proof", "file_missing": "bucket_proof"}


def reasons_of(part: str) -> dict[str, str | None]:
    return {**ANY_FILE, **dict.fromkeys(UNTOUCHED), **CHANGED[part]}


class Host:
    """A server of a directory that can be told to misbehave."""

    def __init__(self, folder: Path, url: str) -> None:
        self._mode = folder / "mode-1"
        self.url = url

    def behave(self, mode: str = "", part: str = "") -> None:
        self._mode.write_text(f"{mode} {PARTS.get(part, part)}")


@contextlib.contextmanager
def host_of(directory: Path, folder: Path) -> Iterator[Host]:
    folder.mkdir()
    command = [sys.executable, ROOT / "tests/cli/web_server.py", directory]
    with subprocess.Popen(command, cwd=folder, stdout=subprocess.PIPE, text=True) as server:
        try:
            yield Host(folder, server.stdout.readline().strip())
        finally:
            server.kill()


def try_hosts(lists: list[List], every_way: list[List], folder: Path, tally: Tally) -> None:
    """Lets hosts misbehave in every way, with every file of the lists: several at once, since they are waited for more than they do.

    Single numbers are checked against all lists. Where hosts misbehave, a file of numbers and the words for people are tried with those in `every_way` only.
    """
    def one(job: tuple[List, str]) -> None:
        made, part = job
        with host_of(made.directory, folder / f"host-of-{made.name}-{part}") as host:
            where = f"{host.url}/"
            tally.untouched("a host that serves the list", made.name, ask_each(made, where))
            tally.untouched("a host that serves the list", made.name, ask_file(made, where))
            for mode, reason in reasons_of(part).items():
                host.behave(mode, part)
                try_mode(made, where, part, mode, reason, tally, made in every_way)
            if part == "pointer":
                # The page that some hosts send for whatever they have not.
                host.behave("html")
                try_mode(made, where, part, "html in every place", "not_the_file", tally, made in every_way)

    with ThreadPoolExecutor(6) as pool:
        list(pool.map(one, [(made, part) for made in lists for part in PARTS]))


def try_mode(made: List, where: str, part: str, mode: str, reason: str | None, tally: Tally, in_every_way: bool) -> None:
    kind, what = f"a host: {part}", f"{made.name}: {mode}"
    alone = ask_each(made, where)
    tally.judge(kind, what, reason, alone)
    if not in_every_way:
        return
    if reason is None:
        tally.untouched(kind, what, ask_file(made, where))
        return
    of_file = WHOLE_LIST.get(reason, reason) if part == "bucket" else reason
    tally.could_not_tell(kind, f"{what}, a file", {of_file}, ask_file(made, where))
    words = ask_in_words(made, where)
    tally.could_not_tell(kind, f"{what}, in words", {""}, [words])
    if words.message != alone[0].message:
        raise Wrong(f"{what}: {words.message}, and {alone[0].message}")


def try_silence(lists: list[List], folder: Path, tally: Tally) -> None:
    """Hosts that take a request and say nothing, stop in the middle, or send a byte a second: all at once, since each is waited for."""
    def one(job: tuple[List, str, str]) -> None:
        made, part, mode = job
        with host_of(made.directory, folder / f"silent-{made.name}-{part}-{mode}") as host:
            host.behave(mode, part)
            started = time.monotonic()
            answers = ask_each(made, f"{host.url}/")
            tally.could_not_tell("a host that falls silent", f"{made.name}: {part}, {mode}", {"network_failed"}, answers)
            assert time.monotonic() - started > 2 * 15, "nobody has waited"

    jobs = [(made, part, mode) for made in lists for part in PARTS for mode in ("silent", "stops", "drips")]
    with ThreadPoolExecutor(len(jobs)) as pool:
        list(pool.map(one, jobs))
