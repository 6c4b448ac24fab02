"""Runs a command in a pseudo-terminal: its screen goes to standard output, and what comes from
standard input is typed. A line `\\x00rows columns` there, for itself, changes its size.

    python3 in_terminal.py ROWS COLUMNS COMMAND ...
"""

import fcntl
import os
import pty
import select
import struct
import sys
import termios


def resize(terminal, rows, columns):
    fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))


def main():
    rows, columns, command = int(sys.argv[1]), int(sys.argv[2]), sys.argv[3:]
    begin, ready = os.pipe()
    child, terminal = pty.fork()
    if child == 0:
        os.read(begin, 1)  # not before the terminal has its size
        os.execvp(command[0], command)
    resize(terminal, rows, columns)
    os.write(ready, b"x")
    sources = [terminal, 0]
    while True:
        readable = select.select(sources, [], [])[0]
        if 0 in readable:
            typed = os.read(0, 65536)
            if not typed:
                sources.remove(0)
            if typed.startswith(b"\0"):
                size, _, typed = typed[1:].partition(b"\n")
                resize(terminal, *map(int, size.split()))
            os.write(terminal, typed)
        if terminal in readable:
            try:
                shown = os.read(terminal, 65536)
            except OSError:
                shown = b""
            if not shown:
                break
            os.write(1, shown)
    sys.exit(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))


main()
