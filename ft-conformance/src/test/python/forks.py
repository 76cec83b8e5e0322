"""Calls ft_get once for each line of standard input, in a fork.

So a call does not take the time that Python takes to start.  A line is a JSON array:
the file for standard output, the one for standard error, and the arguments.
The answer is the process id, and then the exit code.
"""

from __future__ import annotations

import json
import os
import sys

import ft_get


def _redirect(path: str, descriptor: int) -> None:
    os.dup2(os.open(path, os.O_WRONLY | os.O_TRUNC), descriptor)


def _run() -> None:
    for line in sys.stdin:
        child = os.fork()
        if child == 0:
            output, errors, *arguments = json.loads(line)
            _redirect(output, 1)
            _redirect(errors, 2)
            sys.exit(ft_get.main(arguments))
        print(child, flush=True)
        print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), flush=True)


if __name__ == "__main__":
    _run()
