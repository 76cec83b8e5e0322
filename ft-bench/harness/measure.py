"""Alternating runs of whole processes: each round runs every command once."""

import os
import resource
import shutil
import signal
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Callable, Optional

import memory
import processes
from figures import BenchError


@dataclass
class Sample:
    """One run. Times in seconds, memory in bytes; of the server only what it used for this run."""

    wall_seconds: float
    client_cpu_seconds: float
    # None if it is less than that of the harness: the kernel counts what a process had before its exec, too.
    client_peak_bytes: Optional[int]
    server_cpu_seconds: Optional[float]
    server_peak_bytes: Optional[int]
    # What the command itself told.
    told: dict = field(default_factory=dict)

    def get(self, metric):
        return self.told[metric] if metric in self.told else getattr(self, metric)


@dataclass
class Contender:
    """A command that is measured."""

    name: str
    command: list
    # The folder that it writes to, emptied before each run.
    folder: Optional[Path] = None
    # Compares a copy with its source; see files.Check.
    check: Optional[object] = None
    # The server whose processor time is counted; see services.Service.
    server: Optional[object] = None
    # Reads what the command has printed; raises BenchError if it is wrong.
    read_output: Optional[Callable[[str], dict]] = None
    env: dict = field(default_factory=dict)
    # Whether the run takes place in the folder, for a command that cannot be told where to write.
    inside: bool = False
    stdin: Optional[Path] = None
    # Where the data goes that is not kept, such as /dev/null; only without read_output.
    stdout: Optional[Path] = None
    on_disk: bool = False


def run_once(bench, contender, *, full_check):
    """One timed run, with everything around it that is not timed."""
    if contender.folder is not None:
        contender.folder.mkdir(parents=True)
    if contender.on_disk:
        # What earlier runs have left for the disk would be written in the time of this one.
        os.sync()
    out = contender.stdout or bench.work / "command.out"
    err = bench.work / "command.err"
    server = contender.server
    server_cpu_before = None
    if server is not None:
        server.settle()
        server.reset_peak()
        server_cpu_before = server.cpu_seconds()
    env = {**bench.env(), **contender.env}
    cwd = contender.folder if contender.inside else None
    if contender.check is not None:
        # Last, since a machine may take it away again within seconds.
        memory.touch(contender.check.size_bytes())
    before = time.monotonic()
    pid = processes.spawn(contender.command, env, stdin=contender.stdin, stdout=out, stderr=err, cwd=cwd)
    code, usage = processes.wait(pid, bench.limit_seconds)
    wall_seconds = time.monotonic() - before
    if code != 0:
        raise BenchError(_failure(contender, code, err, bench.limit_seconds))
    if server is not None:
        server.settle()
    peak_bytes = usage.ru_maxrss * 1024
    sample = Sample(
        wall_seconds=wall_seconds,
        client_cpu_seconds=usage.ru_utime + usage.ru_stime,
        client_peak_bytes=peak_bytes if peak_bytes > own_peak_bytes() * 1.02 else None,
        server_cpu_seconds=None if server is None else server.cpu_seconds() - server_cpu_before,
        server_peak_bytes=None if server is None else server.peak_bytes(),
    )
    if contender.read_output is not None:
        sample.told = contender.read_output(Path(out).read_text(encoding="utf-8"))
    if contender.check is not None:
        try:
            contender.check.full() if full_check else contender.check.quick()
        except BenchError as cause:
            raise BenchError(f"{contender.name}: {cause}") from cause
    if contender.folder is not None:
        shutil.rmtree(contender.folder)
    return sample


def alternate(bench, contenders, rounds, *, warm_ups=1):
    """Returns the samples of each contender by its name. The first rounds warm up, and are not counted."""
    names = [contender.name for contender in contenders]
    assert len(set(names)) == len(names), names
    samples = {name: [] for name in names}
    first = 1 if bench.smoke else 1 - warm_ups
    for number in range(first, rounds + 1):
        # Whoever runs first finds the machine in another state than those behind; so each has its turn.
        turn = number % len(contenders)
        for contender in contenders[turn:] + contenders[:turn]:
            sample = run_once(bench, contender, full_check=number == first)
            if number > 0:
                samples[contender.name].append(sample)
        bench.progress(f"  round {number} of {rounds}" + (", to warm up" if number <= 0 else ""))
    return samples


def own_peak_bytes():
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


def values(samples, metric):
    return [sample.get(metric) for sample in samples]


def _failure(contender, code, err, limit_seconds):
    told = err.read_text(encoding="utf-8", errors="replace").strip()
    if code == -signal.SIGKILL:
        how = f"was killed, perhaps because it took longer than {limit_seconds} s"
    elif code < 0:
        how = f"was ended by signal {-code}"
    else:
        how = f"failed with exit code {code}"
    words = " ".join(str(word) for word in contender.command)
    return f"{contender.name} {how}: {words}\n{told[-2000:]}".rstrip()
