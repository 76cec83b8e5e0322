"""What all rows and curves share: where files lie, how large they are, which Java is used."""

import itertools
import os
import resource
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

import processes
from figures import GIB, KIB, MIB, BenchError
from files import Files
from machine import free_bytes


@dataclass(frozen=True)
class Scale:
    """How much is moved."""

    big_bytes: int = 2 * GIB
    huge_bytes: int = 8 * GIB
    small_bytes: int = 4 * KIB
    small_files: int = 10_000
    many_files: int = 100_000
    many_per_folder: int = 1_000
    clients: int = 1_000
    client_bytes: int = 4 * MIB
    exchange_connections: int = 100
    exchanges: int = 200_000
    idle_connections: int = 10_000
    trip_files: int = 1_000
    trip_bytes: int = 64 * MIB
    link_bytes: int = 256 * MIB


TINY = Scale(
    big_bytes=8 * MIB,
    huge_bytes=16 * MIB,
    small_files=50,
    many_files=200,
    many_per_folder=50,
    clients=10,
    client_bytes=64 * KIB,
    exchange_connections=4,
    exchanges=400,
    idle_connections=50,
    trip_files=20,
    trip_bytes=MIB,
    link_bytes=4 * MIB,
)


class Bench:
    def __init__(self, *, checkout, smoke, rounds, homes, java, seed, max_bytes, work, disk):
        self.checkout = checkout
        self.smoke = smoke
        self.scale = TINY if smoke else Scale()
        self.rounds = rounds
        # Curves have many points; what they show are orders of magnitude.
        self.curve_rounds = (rounds + 1) // 2
        self.homes = homes
        self.java = java
        self.seed = seed
        self.max_bytes = max_bytes
        # What hangs is a failure, too.
        self.limit_seconds = 60 if smoke else 900
        self.open_files = _raise_open_files()
        self.work = work
        self.disk = disk
        self._numbers = itertools.count(1)
        (work / "home").mkdir()
        self.files = Files(work / "served", self.progress)

    @property
    def load_jar(self):
        return self.checkout / "ft-bench/target/ft-bench.jar"

    def env(self, java=None):
        """What the commands see: no settings, proxies or caches of whoever started this."""
        return {
            "PATH": os.environ["PATH"],
            "HOME": str(self.work / "home"),
            "TMPDIR": str(self.work),
            "XDG_CACHE_HOME": str(self.work / "cache"),
            "LC_ALL": "C.UTF-8",
            "JAVA_HOME": str((java or self.java).path),
        }

    def new_folder(self, kind):
        folder = self.work / f"{kind}-{next(self._numbers)}"
        folder.mkdir()
        return folder

    def copies(self, *, on_disk=False):
        """A folder for copies that does not exist yet."""
        return (self.disk if on_disk else self.work) / f"copies-{next(self._numbers)}"

    def progress(self, text):
        print(text, file=sys.stderr, flush=True)

    def prepare_archives(self):
        """bin/ft has an archive of its classes made by its first call with each Java; without it every start is slow."""
        made = self.work / "cache/ft"
        # The archive is made by a process that the first call leaves behind.
        groups = []
        for java in self.homes:
            env = {**self.env(java), "XDG_CACHE_HOME": str(made.parent)}
            pid = processes.spawn([self.checkout / "bin/ft", "version"], env, stderr=self.work / "archive.err")
            groups.append(pid)
            code, _ = processes.wait(pid, 60, leave_group=True)
            if code != 0:
                raise BenchError(f"bin/ft fails: {(self.work / 'archive.err').read_text(encoding='utf-8')}")
        until = time.monotonic() + 120
        while len(list(made.glob("classes-*.jsa"))) < len(self.homes):
            if time.monotonic() > until:
                raise BenchError("bin/ft did not make the archive of its classes in two minutes")
            time.sleep(0.05)
        for pid in groups:
            processes.forget_group(pid)


def make_folder(inside, kind):
    try:
        return Path(tempfile.mkdtemp(prefix=f"ft-bench-{kind}-", dir=inside))
    except OSError as cause:
        raise BenchError(f"cannot make a folder in {inside}: {cause.strerror}") from cause


def choose_work_parent(given, needed_bytes):
    """Memory, if there is room: what is measured is not how fast a disk is read."""
    if given is not None:
        return given
    memory = Path("/dev/shm")
    if memory.is_dir() and os.access(memory, os.W_OK) and free_bytes(memory) >= needed_bytes:
        return memory
    return Path(tempfile.gettempdir())


def _raise_open_files():
    """To what the row of idle connections needs, if that is allowed; whoever is started inherits it."""
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    enough = 16_384
    most = enough if hard == resource.RLIM_INFINITY else min(enough, hard)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, hard))
    return most
