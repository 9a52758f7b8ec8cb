"""What the oracle tests share: running the command-line program under test, scratch folders, threads, assertions."""

from __future__ import annotations

import json
import os
import subprocess
import tempfile
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
CLI = Path(os.environ.get("SELFCHECK_CLI", ROOT / "build/release/cli/selfcheck")).resolve()
NOW = "2026-12-01T12:00:00Z"

_scratch = tempfile.TemporaryDirectory(prefix="selfcheck-oracles-")


def scratch(name: str) -> Path:
    """Makes a folder for one test, which is removed when the run ends."""
    folder = Path(_scratch.name) / name
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def selfcheck(*arguments, stdin: str = "", expect: Iterable[int] = (0,)) -> subprocess.CompletedProcess:
    command = [str(CLI), *map(str, arguments)]
    done = subprocess.run(command, input=stdin.encode(), capture_output=True)
    assert done.returncode in expect, f"{' '.join(command)}: exit {done.returncode}\n{done.stderr.decode()[-800:]}"
    return done


def in_parallel(function: Callable, items: Iterable) -> list:
    """Calls the function in threads. They are enough, since Argon2 and other programs do not hold Python's lock."""
    with ThreadPoolExecutor(os.cpu_count() or 1) as pool:
        return list(pool.map(function, items))


def normalize(kind: str, typed: list[str]) -> list[str]:
    """Returns for each text the canonical form's digits, or `error:` and the error's name."""
    assert all(text.strip() and "\n" not in text and "\r" not in text for text in typed)
    done = selfcheck("normalize", "--kind", kind, "--json", "-", stdin="\n".join(typed) + "\n", expect=(0, 3))
    results = [""] * len(typed)
    for line in map(json.loads, done.stdout.decode().splitlines()):
        if "summary" in line:
            continue
        if "canonical" in line:
            results[line["line"] - 1] = line["canonical"].removeprefix("aadhaar:").removeprefix("mobile:+91")
        else:
            results[line["line"] - 1] = "error:" + line["error"]
    assert all(results), "a line without result"
    return results


def same(what: str, found, expected) -> None:
    assert found == expected, f"{what}: {found!r}, expected {expected!r}"


def write_list(folder: Path, files: dict[str, bytes]) -> Path:
    for name, data in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    return folder
