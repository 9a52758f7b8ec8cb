#!/usr/bin/env python3
"""Writes the man pages of a program: one for itself, and one for each of its commands.

man_pages.py --program FILE --version VERSION --changelog CHANGELOG.md --out DIRECTORY

They are made of what the program says with --help, and of the sections in man/, which no help has. A page's date is the version's in the changelog, or
for a version that is not released the time in SOURCE_DATE_EPOCH, or else today.
"""

import argparse
import datetime
import os
import pathlib
import re
import sys

from help_text import Entry, Help, helps_of

SECTIONS = pathlib.Path(__file__).resolve().parent / "man"


def date_of(version: str, changelog: str) -> datetime.date:
    released = re.search(rf"^## {re.escape(version)} - (\d{{4}}-\d\d-\d\d)$", changelog, re.MULTILINE)
    if released:
        return datetime.date.fromisoformat(released[1])
    epoch = os.environ.get("SOURCE_DATE_EPOCH")
    now = datetime.datetime.now(datetime.timezone.utc)
    return (datetime.datetime.fromtimestamp(int(epoch), datetime.timezone.utc) if epoch else now).date()


def escaped(text: str) -> str:
    """Returns text for a line that is no macro."""
    text = text.replace("\\", "\\e")
    # A hyphen that somebody may copy into a shell must stay one.
    text = re.sub(r"(?<![\w-])--?(?=\w)", lambda match: match[0].replace("-", "\\-"), text)
    return f"\\&{text}" if text[:1] in (".", "'") else text


def argument(text: str) -> str:
    """Returns text as one argument of a macro."""
    return '"' + escaped(text).replace('"', "\\(dq") + '"'


def sentences(text: str) -> list[str]:
    """Returns each sentence as a line of its own, as the pages' language wants it."""
    return [escaped(sentence) for sentence in re.split(r"(?<=[.!?:)])\s+", text) if sentence]


def paragraphs(text: str) -> list[list[str]]:
    """Returns the lines of each paragraph. Where lines begin to be indented, or end to be, another one begins."""
    found: list[list[str]] = []
    for part in re.split(r"\n\s*\n", text.strip("\n")):
        indented = None
        for line in part.splitlines():
            if line.startswith("  ") != indented:
                indented = line.startswith("  ")
                found.append([])
            found[-1].append(line)
    return found


def prose(parts: list[list[str]]) -> list[str]:
    """Returns paragraphs as text, but for those that are indented: they stay as they are."""
    lines: list[str] = []
    for part in parts:
        if part[0].startswith("  "):
            lines += [".Bd -literal -offset indent", *(escaped(line[2:]) for line in part), ".Ed"]
        else:
            lines += [".Pp", *sentences(" ".join(part))]
    # A paragraph needs no other space above a block, or below a heading.
    return [line for line, after in zip(lines, [*lines[1:], ""]) if not (line == ".Pp" and after.startswith(".Bd"))]


def parted(footer: str) -> tuple[list[list[str]], list[list[str]]]:
    """Returns what a footer describes, and what it says of exit codes: a paragraph, and what is indented below it."""
    told, codes = [], []
    for part in paragraphs(footer):
        is_about_codes = part[0].startswith("Exit codes:") or (codes and part[0].startswith("  "))
        (codes if is_about_codes else told).append(part)
    return told, codes


def option(entry: Entry) -> list[str]:
    names = " , ".join(f"Fl {name[1:]}" for name in entry.names)
    if entry.names[0][0] != "-":
        names = f"Ar {entry.names[0]}"
    value = f" Ar {argument(entry.value)}" if entry.value and entry.names[0][0] == "-" else ""
    text = entry.explanation if entry.explanation.endswith(".") else f"{entry.explanation}."
    return [f".It {names}{value}", *(line for part in [text, *entry.notes] for line in sentences(part))]


def options(entries: list[Entry]) -> list[str]:
    return [".Bl -tag -width Ds", *(line for entry in entries for line in option(entry)), ".El"] if entries else []


def page_name(words: tuple[str, ...]) -> str:
    return "-".join(words)


def written_sections(name: str) -> list[str]:
    file = SECTIONS / f"{name}.mdoc"
    return file.read_text("utf-8").splitlines() if file.exists() else []


def page(words: tuple[str, ...], helps: dict[tuple[str, ...], Help], version: str, date: datetime.date) -> str:
    """Returns the page of the program or command with these words, of which the first is the program's name."""
    program, command = words[0], words[1:]
    told = helps[command]
    name = page_name(words)
    first, *more = told.description.splitlines()
    lines = [
        f".\\\" Made by scripts/packaging/man_pages.py of what {' '.join(words)} says with --help.",
        f".Dd {date:%B} {date.day}, {date.year}",
        f".Dt {name.upper()} 1",
        f".Os {argument(f'Selfcheck {version}')}",
        ".Sh NAME",
        f".Nm {name}",
        f".Nd {escaped(first[0].lower() + first[1:].rstrip('.'))}",
        ".Sh SYNOPSIS",
        f".Nm {' '.join(words)}",
    ]
    for word in told.usage.removeprefix(" ".join(words)).split():
        optional = word.startswith("[")
        bare = word.strip("[]").lower()
        lines.append(f".{'Op ' if optional else ''}Ar {bare}")
    about, codes = parted(told.footer)
    lines += [".Sh DESCRIPTION", *sentences(" ".join([f"{first.rstrip('.')}.", *more])), *prose(about)]
    commands = told.entries("Subcommands")
    if commands:
        lines += [".Sh COMMANDS", ".Bl -tag -width Ds"]
        for entry in commands:
            below = page_name((*words, entry.names[0]))
            lines += [f".It Cm {entry.names[0]}", f"{escaped(entry.explanation)}:", f".Xr {below} 1"]
        lines.append(".El")
    arguments = told.entries("Positionals")
    lines += [".Sh OPTIONS", *options([*arguments, *told.entries("Options")])]
    lines += [*written_sections(name), ".Sh EXIT STATUS", *(prose(codes)[1:] if codes else written_sections("exit_status"))]
    others = sorted({page_name((*words, entry.names[0])) for entry in commands} | ({page_name(words[:-1])} if command else set()))
    also = [f".Xr {other} 1" for other in sorted({*others, *(["minisign"] if not command and program == "selfcheck" else [])})]
    if also:
        lines += [".Sh SEE ALSO", " ,\n".join(also)]
    return "\n".join(lines) + "\n"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for option_name in ("program", "version", "changelog", "out"):
        parser.add_argument(f"--{option_name}", required=True)
    given = parser.parse_args()
    program = pathlib.Path(given.program)
    date = date_of(given.version, pathlib.Path(given.changelog).read_text("utf-8"))
    helps = helps_of(str(program))
    out = pathlib.Path(given.out)
    out.mkdir(parents=True, exist_ok=True)
    for command in helps:
        words = (program.name, *command)
        (out / f"{page_name(words)}.1").write_text(page(words, helps, given.version, date), "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
