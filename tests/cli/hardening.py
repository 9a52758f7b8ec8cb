#!/usr/bin/env python3
"""hardening.py BUILD PROGRAM...: makes sure that the programs are hardened as hardening.cmake says.

Looks for each protection in each program, and, where a program doesn't show it, in how its sources were compiled. Before that it builds a small
program without each protection in turn, which must be missed. It needs GNU binutils.
"""

import json
import pathlib
import platform
import re
import shlex
import subprocess
import sys
import tempfile
from collections.abc import Callable

X86 = platform.machine() in ("x86_64", "AMD64")
# It has an index that is checked, a copy whose bound is known, and more on the stack than a page.
SAMPLE = """
#include <array>
#include <cstring>
int main(int argc, char** argv) {
  std::array<volatile char, 100000> large;
  char name[64];
  std::strcpy(name, argv[0]);
  large[static_cast<unsigned>(argc)] = name[argc];
  return large[static_cast<unsigned>(argc)];
}
"""


def output_of(*command: str) -> str:
    return subprocess.run(command, check=True, capture_output=True, text=True, env={"LC_ALL": "C", "PATH": "/usr/bin:/bin"}).stdout


class Program:
    def __init__(self, path: pathlib.Path):
        self.dynamic = output_of("readelf", "--wide", "--dynamic", str(path))
        self.segments = output_of("readelf", "--wide", "--segments", str(path))
        self.symbols = output_of("readelf", "--wide", "--dyn-syms", str(path))
        self.code = output_of("objdump", "--disassemble", "--no-show-raw-insn", str(path)) if X86 else ""

    def has_dynamic(self, pattern: str) -> bool:
        return re.search(pattern, self.dynamic) is not None

    def has_symbol(self, pattern: str) -> bool:
        return re.search(rf"UND {pattern}(@|\s|$)", self.symbols, re.MULTILINE) is not None

    def segment_rights(self, kind: str) -> list[str]:
        return re.findall(rf"^\s+{kind}\s+(?:0x[0-9a-f]+\s+){{5}}([RWE ]{{3}})", self.segments, re.MULTILINE)


# What it is called; the options with which a program has it, and without; and how to see it in one.
Protection = tuple[str, list[str], list[str], Callable[[Program], bool]]
PROTECTIONS: list[Protection] = [
    ("position-independent code", ["-fPIE", "-pie"], ["-fno-pie", "-no-pie"], lambda p: p.has_dynamic(r"FLAGS_1.*\bPIE\b")),
    ("read-only relocations", ["-Wl,-z,relro"], ["-Wl,-z,norelro"], lambda p: bool(p.segment_rights("GNU_RELRO"))),
    ("binding at the start", ["-Wl,-z,now"], ["-Wl,-z,lazy"], lambda p: p.has_dynamic(r"FLAGS_1.*\bNOW\b")),
    (
        "a stack without code",
        ["-Wl,-z,noexecstack"],
        ["-Wl,-z,execstack"],
        lambda p: p.segment_rights("GNU_STACK") == ["RW "] and "RWE" not in p.segment_rights("LOAD"),
    ),
    ("guarded stack frames", ["-fstack-protector-strong"], ["-fno-stack-protector"], lambda p: p.has_symbol("__stack_chk_fail")),
    ("bounded copies", ["-U_FORTIFY_SOURCE", "-D_FORTIFY_SOURCE=2"], ["-U_FORTIFY_SOURCE"], lambda p: p.has_symbol(r"__\w+_chk")),
    ("checked indices", ["-D_GLIBCXX_ASSERTIONS"], ["-U_GLIBCXX_ASSERTIONS"], lambda p: p.has_symbol(r"_ZSt21__glibcxx_assert_fail\w*")),
    ("no path of libraries of its own", [], ["-Wl,-rpath,/tmp"], lambda p: not p.has_dynamic(r"\((RPATH|RUNPATH|TEXTREL)\)")),
]
if X86:
    PROTECTIONS += [
        (
            "probed stack pages",
            ["-fstack-clash-protection"],
            ["-fno-stack-clash-protection"],
            lambda p: re.search(r"\borq? +\$0x0,(0x[0-9a-f]+)?\(%[er]sp", p.code) is not None,
        ),
        (
            "marked targets of jumps",
            ["-fcf-protection=full"],
            ["-fcf-protection=none"],
            lambda p: re.search(r"<main>:\n\s+[0-9a-f]+:\s+endbr64", p.code) is not None,
        ),
    ]


# A program that calls nothing whose bounds the compiler can't see has nothing to show for them. How it is compiled is looked at all the same.
SHOWS_NOTHING = {"selfcheck-serve": {"bounded copies"}}


def missing(path: pathlib.Path) -> list[str]:
    program = Program(path)
    return [name for name, _, _, present in PROTECTIONS if not present(program)]


def sees_what_is_missing(compiler: str) -> None:
    everything = [option for _, options, _, _ in PROTECTIONS for option in options]
    with tempfile.TemporaryDirectory() as folder:
        source, program = pathlib.Path(folder, "sample.cpp"), pathlib.Path(folder, "sample")
        source.write_text(SAMPLE)

        def missing_with(options: list[str]) -> list[str]:
            output_of(compiler, "-O1", *everything, *options, "-o", str(program), str(source))
            return missing(program)

        assert missing_with([]) == [], "a small program that is hardened is not seen to be"
        for name, _, without, _ in PROTECTIONS:
            assert missing_with(without) == [name], f"a program without {name} is not seen to be"


def fail_unless_compiled_hardened(build: pathlib.Path) -> None:
    """A program shows its fortification, but not the level; and not whether all of its sources had it."""
    wanted = {"-fPIE", "-fstack-protector-strong"}
    if "SELFCHECK_FORTIFY_3:INTERNAL=1" in (build / "CMakeCache.txt").read_text():
        wanted.add("-D_FORTIFY_SOURCE=3")
    for entry in json.loads((build / "compile_commands.json").read_text()):
        lacking = wanted - set(shlex.split(entry["command"]))
        assert not lacking, f"{entry['file']} is compiled without {', '.join(sorted(lacking))}"


def main() -> int:
    build, programs = pathlib.Path(sys.argv[1]), [pathlib.Path(name) for name in sys.argv[2:]]
    found = re.search(r"^CMAKE_CXX_COMPILER:\w+=(.*)$", (build / "CMakeCache.txt").read_text(), re.MULTILINE)
    assert found and programs
    sees_what_is_missing(found[1])
    fail_unless_compiled_hardened(build)
    for program in programs:
        lacking = set(missing(program)) - SHOWS_NOTHING.get(program.name, set())
        assert not lacking, f"{program.name} lacks {', '.join(sorted(lacking))}"
    return 0


if __name__ == "__main__":
    sys.exit(main())
