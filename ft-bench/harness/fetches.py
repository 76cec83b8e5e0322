"""Downloads by bin/ft, many processes at once, and what each of them said."""

import os
import time
from dataclasses import dataclass, field
from pathlib import Path

import processes
from files import Check
from figures import BenchError

# How the client says that it goes on by itself.
_NOTICE = "trying again"


@dataclass
class Fetch:
    """One process, and the copies that it makes."""

    pid: int
    words: list
    folder: Path
    err: Path
    # Pairs of a source and its copy, files or folders.
    copies: list = field(default_factory=list)
    # None while it runs.
    code: int = None


class Fetches:
    def __init__(self, bench, prefix=()):
        """The prefix is the words before each command, where it is to run in another network."""
        self._bench = bench
        self._prefix = prefix
        self.all = []

    def start(self, words, folder, copies):
        """Runs `ft get` with these words, which has it write to the folder."""
        err = self._bench.new_folder("fetch") / "err"
        words = ["-O", folder, *words]
        command = [*self._prefix, self._bench.checkout / "bin/ft", "get", *words]
        pid = processes.spawn(command, self._bench.env(), stderr=err)
        self.all.append(Fetch(pid, [str(word) for word in words], folder, err, list(copies)))

    def file(self, base, source, options=()):
        """One file into a folder of its own."""
        folder = self._bench.new_folder("copies")
        self.start([*options, f"{base}/{source.name}"], folder, [(source, folder / source.name)])

    def poll(self):
        """Whether all have ended; asks those that had not."""
        for fetch in self.all:
            if fetch.code is None:
                ended, status = os.waitpid(fetch.pid, os.WNOHANG)
                if ended == fetch.pid:
                    fetch.code = os.waitstatus_to_exitcode(status)
                    processes.forget_group(fetch.pid)
        return all(fetch.code is not None for fetch in self.all)

    def await_begun(self, limit_seconds):
        """Waits until each has begun to write: the first attempt finds a server, or none that follow."""
        until = time.monotonic() + limit_seconds
        while not self.poll():
            if all(fetch.code is not None or any(fetch.folder.iterdir()) for fetch in self.all):
                return
            if time.monotonic() > until:
                raise BenchError(f"not all downloads have begun after {limit_seconds} s")
            time.sleep(0.05)

    def wait(self, limit_seconds):
        until = time.monotonic() + limit_seconds
        while not self.poll():
            if time.monotonic() > until:
                running = sum(fetch.code is None for fetch in self.all)
                raise BenchError(f"{running} of {len(self.all)} downloads have not ended after {limit_seconds:.0f} s")
            time.sleep(0.1)

    def judge(self, outcome):
        """Compares all copies with their sources, byte for byte; returns how many files there are, and notices."""
        files = notices = 0
        for fetch in self.all:
            said = fetch.err.read_text(encoding="utf-8", errors="replace")
            told, errors = sort_lines(said)
            notices += len(told)
            outcome.expect(fetch.code == 0, f"exit code {fetch.code}: ft get {' '.join(fetch.words)}: {said.strip()[-600:]}")
            outcome.expect(not errors, f"said: {errors[:3]}")
            for source, copy in fetch.copies:
                try:
                    Check(source, copy).full()
                    files += 1
                except BenchError as cause:
                    outcome.failures.append(f"wrong copy: {cause}")
        return files, notices


def sort_lines(said):
    """What was said on standard error: notices, and what is none."""
    notices, errors = [], []
    for line in said.splitlines():
        (notices if line.startswith("ft: ") and _NOTICE in line else errors).append(line)
    return notices, errors
