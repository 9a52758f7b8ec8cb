"""Reads what a program says with --help, so that its man pages and its completion tell the same as the program itself."""

import dataclasses
import re
import subprocess

# The library for command lines puts every explanation into this column.
COLUMN = 30


@dataclasses.dataclass
class Entry:
    """A line of a group: an option, an argument or a command."""

    names: list[str]  # of an option all its names, such as -h and --help
    value: str  # what follows the name, such as FILE, or nothing
    notes: list[str]  # whole sentences: whether it is required, and which other options it excludes or needs
    explanation: str


@dataclasses.dataclass
class Help:
    description: str
    usage: str
    groups: dict[str, list[Entry]]  # by their headings: Positionals, Options, Subcommands
    footer: str

    def entries(self, group: str) -> list[Entry]:
        return self.groups.get(group, [])


def entry_of(left: str, explanation: str) -> Entry:
    name, *words = left.split()
    value: list[str] = []
    notes: list[str] = []
    relation: list[str] = []
    for word in words:
        if word == "REQUIRED":
            notes.append("Required.")
        elif word in ("Excludes:", "Needs:"):
            relation = ["Not together with" if word == "Excludes:" else "Only with"]
            notes.append("")
        elif relation:
            relation.append(word)
            notes[-1] = f"{relation[0]} {', '.join(relation[1:])}."
        else:
            value.append(word)
    return Entry(name.split(","), " ".join(value), notes, explanation)


def parse(text: str) -> Help:
    before, _, after = text.partition("\nUsage: ")
    usage, _, rest = after.partition("\n")
    # A group's entries are indented, and what follows the last group has two empty lines above it.
    listed, _, footer = rest.partition("\n\n\n")
    groups: dict[str, list[Entry]] = {}
    entries: list[tuple[str, str]] = []
    heading = ""
    for line in [*listed.splitlines(), "end:"]:
        if re.fullmatch(r"\w[\w ]*:", line):
            if heading:
                groups[heading] = [entry_of(*entry) for entry in entries]
            heading, entries = line[:-1], []
        elif line.startswith(" " * COLUMN):
            left, above = entries.pop()
            entries.append((left, f"{above} {line.strip()}".strip()))
        elif line.startswith("  "):
            entries.append((line[:COLUMN], line[COLUMN:]) if line[COLUMN - 1 : COLUMN] == " " else (line, ""))
    return Help(before.strip(), usage.strip(), groups, footer.strip("\n"))


def help_of(program: str, command: list[str]) -> Help:
    """Returns the help of a program, or of one of its commands. A program that fails ends this one."""
    done = subprocess.run([program, *command, "--help"], check=True, capture_output=True, text=True)
    return parse(done.stdout)


def helps_of(program: str, command: list[str] | None = None) -> dict[tuple[str, ...], Help]:
    """Returns the help of a program and of all commands in it, by the words of the command; the program's own has none."""
    command = command or []
    found = {tuple(command): help_of(program, command)}
    for entry in found[tuple(command)].entries("Subcommands"):
        found |= helps_of(program, [*command, entry.names[0]])
    return found
