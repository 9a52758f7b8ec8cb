#!/usr/bin/env python3
"""Compares man pages with what the program says: man_pages.py MAN1_DIRECTORY VERSION PROGRAM...

There is a page for each program and for each of its commands, and no other. Each has exactly the options that --help has, says the version, and is
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


def faults_of(page: pathlib.Path, version: str, program: str, words: list[str]) -> list[str]:
    if not page.exists():
        return [f"there is no {page.name}"]
    told = options_of_help(output_of(program, *words, "--help"))
    text = printed(page)
    faults = [f"{page.name}: only {'--help' if option in told else 'the page'} has {option}" for option in sorted(told ^ options_of_page(text))]
    if not told or f"Selfcheck {version}" not in text:
        faults.append(f"{page.name}: no options, or another version")
    lint = subprocess.run(["mandoc", "-T", "lint", "-W", "warning", str(page)], check=False, capture_output=True, text=True)
    return faults + lint.stdout.splitlines()


def main() -> int:
    directory, version, programs = pathlib.Path(sys.argv[1]), sys.argv[2], sys.argv[3:]
    faults: list[str] = []
    pages = set()
    for program in programs:
        for words in commands_of(program, []):
            page = directory / ("-".join([pathlib.Path(program).name, *words]) + ".1")
            pages.add(page)
            faults += faults_of(page, version, program, words)
    faults += [f"{page.name} is of no command" for page in directory.iterdir() if page not in pages]
    for fault in faults:
        print(fault, file=sys.stderr)
    print(f"{len(pages)} man pages")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
