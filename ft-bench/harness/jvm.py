"""What a running Java program tells about itself, by jcmd."""

import re
import subprocess

from figures import KIB, BenchError


def used_heap_bytes(bench, pid):
    """After two full collections: what a finalizer or a cleaner lets go is collected by the second one."""
    jcmd = bench.java.path / "bin/jcmd"
    for _ in range(2):
        _run(bench, [jcmd, str(pid), "GC.run"])
    return parse_used_heap(_run(bench, [jcmd, str(pid), "GC.heap_info"]))


def parse_used_heap(heap_info):
    """The sum over the parts of the heap; the lines of metaspace have no total."""
    used = re.findall(r"total\b.*?\bused (\d+)K", heap_info)
    return sum(int(kibibytes) for kibibytes in used) * KIB


def _run(bench, command):
    done = subprocess.run(
        command, stdin=subprocess.DEVNULL, capture_output=True, text=True, env=bench.env(), check=False, timeout=60
    )
    if done.returncode != 0:
        raise BenchError(f"{' '.join(str(word) for word in command)}: {done.stderr.strip()}")
    return done.stdout
