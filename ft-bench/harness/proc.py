"""What the kernel tells about a running process: processor time, memory, children, ports it listens on."""

import os
import re
import time

_TICKS_PER_SECOND = os.sysconf("SC_CLK_TCK")


def _read(pid, name):
    try:
        with open(f"/proc/{pid}/{name}", encoding="utf-8", errors="replace") as file:
            return file.read()
    except (FileNotFoundError, ProcessLookupError):
        return ""


def children(pid):
    return [int(word) for word in _read(pid, f"task/{pid}/children").split()]


def family(pid):
    """The process and all its children, and theirs."""
    members = [pid]
    for child in children(pid):
        members.extend(family(child))
    return members


def cpu_seconds(pids):
    """Of these processes, and of their children that have ended."""
    return sum(_own_cpu_seconds(pid) + _ended_children_ticks(pid) / _TICKS_PER_SECOND for pid in pids)


def _own_cpu_seconds(pid):
    """The same as utime and stime of /proc/PID/stat, which come in steps of 10 ms: too coarse for what is small."""
    # How Linux makes the number of another process's clock, see clock_getcpuclockid(3).
    clock = (~pid << 3) | 2
    try:
        return time.clock_gettime(clock)
    except OSError:
        return 0.0


def _ended_children_ticks(pid):
    # The second field is a name in parentheses, which may have spaces.
    fields = _read(pid, "stat").rpartition(")")[2].split()
    return sum(int(field) for field in fields[13:15])


def _status_bytes(pid, field):
    found = re.search(rf"^{field}:\s+(\d+) kB", _read(pid, "status"), re.MULTILINE)
    return int(found.group(1)) * 1024 if found else 0


def resident_bytes(pids):
    return sum(_status_bytes(pid, "VmRSS") for pid in pids)


def peak_bytes(pids):
    return sum(_status_bytes(pid, "VmHWM") for pid in pids)


def reset_peak(pids):
    """Lets the peak begin anew at what is resident now."""
    for pid in pids:
        try:
            with open(f"/proc/{pid}/clear_refs", "w", encoding="ascii") as file:
                file.write("5")
        except OSError:
            return


def listens(pid, port):
    """Whether somebody listens on the port in the network that the process is in; found without connecting."""
    listening = "0A"
    for table in ("net/tcp", "net/tcp6"):
        for line in _read(pid, table).splitlines()[1:]:
            fields = line.split()
            if fields[3] == listening and int(fields[1].rpartition(":")[2], 16) == port:
                return True
    return False
