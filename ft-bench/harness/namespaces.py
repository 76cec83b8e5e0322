"""A slow link: two network namespaces with a pair of virtual interfaces between them, whose rate is limited."""

import os
import subprocess
from contextlib import contextmanager

from figures import BenchError

# Addresses for documentation: no network has them.
_SERVER, _CLIENT, _MASK = "192.0.2.1", "192.0.2.2", 30


def link(bench, rate):
    """Gives the words before a command that runs at the server's end, those for the client's, and the server's address."""
    if os.geteuid() != 0:
        raise BenchError("needs root, to make network namespaces")
    return _link(bench, rate)


@contextmanager
def _link(bench, rate):
    there, here = (f"ft-bench-{os.getpid()}-{end}" for end in ("server", "client"))
    try:
        for name in (there, here):
            _run(bench, "ip", "netns", "add", name)
        _run(bench, "ip", "-n", there, "link", "add", "ftb0", "type", "veth", "peer", "name", "ftb0", "netns", here)
        for name, address in ((there, _SERVER), (here, _CLIENT)):
            _run(bench, "ip", "-n", name, "address", "add", f"{address}/{_MASK}", "dev", "ftb0")
            for device in ("lo", "ftb0"):
                _run(bench, "ip", "-n", name, "link", "set", device, "up")
            limit = ["tbf", "rate", rate, "burst", "256kb", "latency", "50ms"]
            _run(bench, "tc", "-n", name, "qdisc", "add", "dev", "ftb0", "root", *limit)
        yield ("ip", "netns", "exec", there), ("ip", "netns", "exec", here), _SERVER
    finally:
        # The interfaces go with them.
        for name in (there, here):
            subprocess.run(["ip", "netns", "del", name], stderr=subprocess.DEVNULL, check=False)


def _run(bench, *command):
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=bench.env())
    if done.returncode != 0:
        raise BenchError(f"{' '.join(command)}: {done.stderr.strip()}")
