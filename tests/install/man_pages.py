#!/usr/bin/env python3
"""Compares man pages with what the program says: man_pages.py MAN1_DIRECTORY PROGRAM VERSION

There is a page for the program and for each of its commands, each has exactly the options that --help has, says the version, and is
faultless to mandoc. Options are found here in another way than where the pages are made: in --help by what a line begins with, and in
a page as it is printed.
"""

import pathlib
import re
import subprocess
import sys

OPTION = re.compile(r"--[a-z][a-z-]*")


def output_of(*command: str) -> str:
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def printed(page: pathlib.Path) -> str:
    # What is bold or underlined is printed as a letter, a backspace, and the letter again.
    return re.sub(".\x08", "", output_of("mandoc", "-T", "utf8", "-O", "width=200", str(page)))


def options_of_help(text: str) -> set[str]:
    listed = text.partition("\nOptions:")[2].partition("\n\n\n")[0]
    firsts = [line.split()[0] for line in listed.splitlines() if re.match(r"  -", line)]
    return {option for first in firsts for option in OPTION.findall(first)}


def options_of_page(text: str) -> set[str]:
    section = re.search(r"^OPTIONS$(.*?)^(?=[A-Z])", text, re.MULTILINE | re.DOTALL)
    if not section:
        return set()
    firsts = re.findall(r"^ {5}(-.*)$", section[1], re.MULTILINE)
    # Behind the names is the value, and further to the right what the option does, if it is short.
    return {option for first in firsts for option in OPTION.findall(first.split("  ")[0])}


def commands_of(program: str, words: list[str]) -> list[list[str]]:
    text = output_of(program, *words, "--help")
    listed = text.partition("\nSubcommands:")[2].partition("\n\n\n")[0]
    below = [[*words, line.split()[0]] for line in listed.splitlines() if re.match(r"  \w", line)]
    return [words, *(deeper for command in below for deeper in commands_of(program, command))]


def main() -> int:
    directory, program, version = pathlib.Path(sys.argv[1]), sys.argv[2], sys.argv[3]
    name = pathlib.Path(program).name
    faults: list[str] = []
    pages = set()
    for words in commands_of(program, []):
        page = directory / ("-".join([name, *words]) + ".1")
        if not page.exists():
            faults.append(f"there is no {page.name}")
            continue
        pages.add(page)
        told = options_of_help(output_of(program, *words, "--help"))
        text = printed(page)
        for option in sorted(told ^ options_of_page(text)):
            faults.append(f"{page.name}: only {'--help' if option in told else 'the page'} has {option}")
        if not told or f"Selfcheck {version}" not in text:
            faults.append(f"{page.name}: no options, or another version")
    lint = subprocess.run(["mandoc", "-T", "lint", "-W", "warning", *map(str, sorted(pages))], check=False, capture_output=True, text=True)
    faults += lint.stdout.splitlines()
    if lint.returncode != 0 and not lint.stdout:
        faults.append("mandoc finds fault")
    faults += [f"{page.name} is of no command" for page in directory.glob(f"{name}*.1") if page not in pages]
    for fault in faults:
        print(fault, file=sys.stderr)
    print(f"{len(pages)} man pages of {name}")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
