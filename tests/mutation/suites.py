"""The core's suites, linked with other objects of core than those of the build."""

import json
import os
import pathlib
import shlex
import subprocess

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
BUILD = ROOT / "build/release"
SUITES = ("core_tests", "core_faults")
CORES = len(os.sched_getaffinity(0))


def run(*command: str | pathlib.Path, **options) -> subprocess.CompletedProcess:
    return subprocess.run([str(word) for word in command], check=True, **options)


class Build:
    """How the build compiles core and links the suites."""

    def __init__(self) -> None:
        database = json.loads((BUILD / "compile_commands.json").read_text())
        self.commands = {os.path.relpath(entry["file"], ROOT): shlex.split(entry["command"]) for entry in database}
        self.links = {suite: self.link_command(suite) for suite in SUITES}

    def link_command(self, suite: str) -> list[str]:
        lines = run("ninja", "-C", BUILD, "-t", "commands", suite, capture_output=True, text=True).stdout.splitlines()
        words = shlex.split(lines[-1])
        return words[words.index("&&") + 1 : len(words) - 2]

    def options(self, source: str) -> list[str]:
        """Returns what the compiler has to be told of the source: folders, definitions and the standard."""
        words, kept = self.commands[source], []
        for i, word in enumerate(words):
            if word.startswith(("-I", "-D", "-std=")):
                kept.append(word)
            elif word == "-isystem":
                kept += [word, words[i + 1]]
        return kept

    def link(self, suite: str, objects: list[pathlib.Path], target: pathlib.Path, *options: str) -> None:
        command = list(self.links[suite])
        at = command.index("-o")
        command[at : at + 2] = ["-o", str(target), *options]
        # Before everything else, because the first of several copies of an inline function is the one that is taken.
        first = next(i for i, word in enumerate(command) if word.endswith(".o"))
        command[first:first] = map(str, objects)
        target.parent.mkdir(parents=True, exist_ok=True)
        run(*command, cwd=BUILD)
