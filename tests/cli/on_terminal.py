"""Runs a command on a terminal of its own and prints what the screen showed.

on_terminal.py [--status N] [--type LINE]... COMMAND...: each LINE is typed after the command has asked something (ended its
output with ": ").
"""

import argparse
import os
import pty
import sys


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--status", type=int, default=0)
    parser.add_argument("--type", action="append", default=[])
    parser.add_argument("command", nargs=argparse.REMAINDER)
    options = parser.parse_args()

    pid, terminal = pty.fork()
    if pid == 0:
        os.execvp(options.command[0], options.command)
    screen, unanswered, lines = b"", b"", list(options.type)
    while True:
        try:
            shown = os.read(terminal, 4096)
        except OSError:  # Linux says in this way that the other side is gone
            break
        if not shown:
            break
        screen += shown
        unanswered += shown
        if lines and unanswered.endswith(b": "):
            os.write(terminal, lines.pop(0).encode() + b"\n")
            unanswered = b""
    status = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
    sys.stdout.buffer.write(screen)
    if status != options.status:
        print(f"exit code {status}, not {options.status}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
