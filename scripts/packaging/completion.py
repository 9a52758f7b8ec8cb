#!/usr/bin/env python3
"""Writes what makes a shell complete a program's commands and options: completion.py --program FILE --out DIRECTORY

It is for bash, and made of what the program says with --help.
"""

import argparse
import pathlib
import sys

from help_text import Help, helps_of

SCRIPT = """\
# Completes the commands and options of {program} in bash; where neither can stand, files.
_{function}() {{
  local command="{program}" word words
  for word in "${{COMP_WORDS[@]:1:COMP_CWORD-1}}"; do
    case "$command $word" in
      {commands}) command="$command $word" ;;
    esac
  done
  case $command in
{cases}
  esac
  mapfile -t COMPREPLY < <(compgen -W "$words" -- "${{COMP_WORDS[COMP_CWORD]}}")
}}
complete -o default -F _{function} {program}
"""


def words_of(help_text: Help) -> str:
    options = [name for entry in help_text.entries("Options") for name in entry.names if name.startswith("--")]
    return " ".join([*(entry.names[0] for entry in help_text.entries("Subcommands")), *options])


def script(program: str, helps: dict[tuple[str, ...], Help]) -> str:
    named = {" ".join((program, *command)): told for command, told in helps.items()}
    return SCRIPT.format(
        program=program,
        function=program.replace("-", "_"),
        commands=" | ".join(f'"{name}"' for name in named if name != program) or '""',
        cases="\n".join(f'    "{name}") words="{words_of(told)}" ;;' for name, told in named.items()),
    )


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--program", required=True)
    parser.add_argument("--out", required=True)
    given = parser.parse_args()
    program = pathlib.Path(given.program)
    out = pathlib.Path(given.out)
    out.mkdir(parents=True, exist_ok=True)
    (out / program.name).write_text(script(program.name, helps_of(str(program))), "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
