#!/usr/bin/env python3
"""compiler_warnings.py BUILD: makes sure that in this build a warning in any source of ours stops the compiler.

Compiles a file with a warning in it in the same way as each folder's own sources. Does nothing if the build was told to go on after
warnings (SELFCHECK_WERROR=OFF).
"""

import json
import pathlib
import shlex
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
# Both texts are valid as C and as C++.
FINE = "int narrowed(int value);\nint narrowed(int value) { return value; }\n"
WARNED_OF = "int narrowed(long long value);\nint narrowed(long long value) { return value; }\n"
# Other people's code that is compiled, too: its warnings are not ours to fix.
NOT_OURS = ("build/", "../", "core/libsodium/wasm/")


def compile_as(entry: dict, source: str) -> bool:
    """Whether `source` compiles as the entry's file does."""
    suffix = pathlib.Path(entry["file"]).suffix
    with tempfile.TemporaryDirectory() as folder:
        file = pathlib.Path(folder, f"file{suffix}")
        file.write_text(source)
        words = shlex.split(entry["command"])
        words[words.index("-o") + 1] = str(file.with_suffix(".o"))
        words[words.index("-c") + 1] = str(file)
        return subprocess.run([*words, "-fsyntax-only"], cwd=entry["directory"], capture_output=True).returncode == 0


def main() -> int:
    build = pathlib.Path(sys.argv[1])
    if "SELFCHECK_WERROR:BOOL=OFF" in (build / "CMakeCache.txt").read_text():
        return 0
    ours = {}
    for entry in json.loads((build / "compile_commands.json").read_text()):
        name = str(pathlib.Path(entry["file"]).resolve())
        name = name.removeprefix(f"{ROOT}/") if name.startswith(f"{ROOT}/") else "../"
        # The files that CMake makes for a precompiled header are below the build folder.
        if not name.startswith(NOT_OURS):
            ours[name] = entry
    lax = [name for name, entry in ours.items() if "-Werror" not in shlex.split(entry["command"])]
    assert not lax, f"compiled without -Werror: {', '.join(lax)}"
    # One file of each kind is enough, since the flags come from one place.
    kinds = {(pathlib.Path(name).parts[0], pathlib.Path(name).suffix): name for name in sorted(ours, reverse=True)}
    assert kinds, "the build compiles nothing of ours"
    for name in kinds.values():
        assert compile_as(ours[name], FINE), f"nothing compiles as {name} does"
        assert not compile_as(ours[name], WARNED_OF), f"a warning does not stop the compiler from compiling {name}"
    return 0


if __name__ == "__main__":
    sys.exit(main())
