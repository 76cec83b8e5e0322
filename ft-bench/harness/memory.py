"""Memory that the machine really has.

A virtual machine gives back what it does not use, and the first touch of a page after that takes ten times as long as
any other: whoever runs first would pay for all.
"""

import subprocess
import sys

from figures import MIB
from machine import available_bytes

# What is written to less of it shows nothing.
_LEAST_BYTES = 64 * MIB

_TOUCH = """
import mmap, sys
mmap.mmap(-1, int(sys.argv[1]), flags=mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS | mmap.MAP_POPULATE)
"""


def touch(size_bytes):
    """Touches a little more free memory than that once, and gives it back; in a process of its own, whose memory is not the harness's."""
    if size_bytes >= _LEAST_BYTES:
        # More than the copy takes: nothing says which of the free pages the next program gets.
        wanted = int(size_bytes * 1.25) + 512 * MIB
        bounded = min(wanted, int(available_bytes() * 0.8))
        subprocess.run([sys.executable, "-c", _TOUCH, str(bounded)], check=True)
