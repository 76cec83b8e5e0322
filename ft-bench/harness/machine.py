"""The machine and the versions of everything that takes part."""

import os
import re
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

from figures import GIB, KIB, BenchError

# The servers, the clients and the page cache want some memory, too.
_FOR_PROGRAMS_BYTES = GIB


@dataclass(frozen=True)
class Java:
    path: Path
    version: str

    @property
    def major(self):
        return int(self.version.split(".")[0])


def java_at(path):
    path = Path(path).resolve()
    if not os.access(path / "bin/java", os.X_OK):
        raise BenchError(f"{path} has no bin/java")
    told = _output(path / "bin/java", "-version")
    found = re.search(r'version "([^"]+)"', told)
    if not found:
        raise BenchError(f"{path}/bin/java does not tell its version: {told}")
    return Java(path, found.group(1))


def default_java():
    """What bin/ft would use."""
    if os.environ.get("JAVA_HOME"):
        return java_at(os.environ["JAVA_HOME"])
    for folder in os.environ["PATH"].split(":"):
        program = Path(folder) / "java"
        if os.access(program, os.X_OK):
            return java_at(program.resolve().parent.parent)
    raise BenchError("there is no java; install one (openjdk-17-jdk-headless), or give --java-home")


def javas(given):
    """Those that were given; or the default one, and one of each version that has a goal."""
    if given:
        return [java_at(path) for path in given]
    found = [default_java()]
    for path in sorted(Path("/usr/lib/jvm").glob("*")):
        if os.access(path / "bin/java", os.X_OK) and not any(path.resolve() == java.path for java in found):
            java = java_at(path)
            if java.major in (17, 25) and all(java.major != other.major for other in found):
                found.append(java)
    return found


def describe(bench):
    """For results.json and the head of the table."""
    return {
        "processor": _processor(),
        "cores": os.cpu_count(),
        "memory_gib": round(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / GIB, 1),
        "kernel": f"{os.uname().sysname} {os.uname().release} {os.uname().machine}",
        "system": _system(),
        "files_on": _file_system(bench.work),
        "disk_is": _file_system(bench.disk),
        "load_before": round(os.getloadavg()[0], 2),
        "versions": versions(bench),
    }


def versions(bench):
    told = {
        "ft": _first_line(bench.checkout / "bin/ft", "version", env=bench.env()).removeprefix("ft ")
        + f" ({_commit(bench.checkout)})",
        "java": ", ".join(java.version for java in bench.homes),
        "python": _number(_first_line("/usr/bin/python3", "--version")),
    }
    for program, words in (("nginx", ["-v"]), ("curl", ["--version"]), ("rsync", ["--version"]), ("wget2", ["--version"])):
        told[program] = _number(_first_line(program, *words))
    told["gnuplot"] = _number(_first_line("gnuplot", "--version"))
    return told


def _commit(checkout):
    commit = _output("git", "-C", checkout, "rev-parse", "--short", "HEAD").strip()
    changed = _output("git", "-C", checkout, "status", "--porcelain", "--untracked-files=no").strip()
    return f"{commit or 'no commit'}{', with changes' if changed else ''}"


def _processor():
    found = re.search(r"model name\s*:\s*(.+)", Path("/proc/cpuinfo").read_text(encoding="utf-8", errors="replace"))
    return found.group(1).strip() if found else "unknown"


def _system():
    try:
        found = re.search(r'PRETTY_NAME="?([^"\n]+)', Path("/etc/os-release").read_text(encoding="utf-8"))
    except OSError:
        found = None
    return found.group(1) if found else "unknown"


def _file_system(path):
    """The type of the one that is mounted nearest above."""
    best, kind = "", "unknown"
    for line in Path("/proc/mounts").read_text(encoding="utf-8").splitlines():
        _, where, type_, *_ = line.split()
        if (str(path) + "/").startswith(where.rstrip("/") + "/") and len(where) >= len(best):
            best, kind = where, type_
    return kind


def free_bytes(folder):
    """Of a file system in memory, no more than is left beside what runs."""
    free = shutil.disk_usage(folder).free
    if _file_system(folder) != "tmpfs":
        return free
    return min(free, max(0, available_bytes() - _FOR_PROGRAMS_BYTES))


def available_bytes():
    """Of memory, without taking it from anybody."""
    found = re.search(r"MemAvailable:\s+(\d+) kB", Path("/proc/meminfo").read_text(encoding="utf-8"))
    return int(found.group(1)) * KIB


def _number(text):
    found = re.search(r"\d+(\.\d+)+", text) or re.search(r"\d+", text)
    return found.group(0) if found else "unknown"


def _first_line(*command, env=None):
    return (_output(*command, env=env).strip().splitlines() or ["unknown"])[0]


def _output(*command, env=None):
    try:
        done = subprocess.run(
            [str(word) for word in command],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            env=env,
            check=False,
            timeout=60,
        )
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return done.stdout
