"""Starts, waits for and ends processes, each in a group of its own, so that nothing is left of them in the end."""

import os
import signal
import subprocess
import time

from figures import BenchError

# The groups that may have living members.
_groups = set()
# What is kept of the harness's own doings from the processes it starts.
_PLAIN_SIGNALS = (signal.SIGPIPE, signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


def spawn(argv, env, *, stdin=None, stdout=os.devnull, stderr=os.devnull, cwd=None):
    """Starts a program, and returns its id. stdin is a file or a descriptor, stdout and stderr are files."""
    actions = [
        (os.POSIX_SPAWN_OPEN, 1, str(stdout), os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600),
        (os.POSIX_SPAWN_OPEN, 2, str(stderr), os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600),
    ]
    if isinstance(stdin, int):
        actions.insert(0, (os.POSIX_SPAWN_DUP2, stdin, 0))
    else:
        actions.insert(0, (os.POSIX_SPAWN_OPEN, 0, str(stdin or os.devnull), os.O_RDONLY, 0))
    before = os.getcwd()
    if cwd is not None:
        os.chdir(cwd)
    try:
        pid = os.posix_spawnp(
            str(argv[0]), [str(word) for word in argv], env, file_actions=actions, setpgroup=0, setsigdef=_PLAIN_SIGNALS
        )
    except OSError as cause:
        raise BenchError(f"cannot start {argv[0]}: {cause.strerror}") from cause
    finally:
        if cwd is not None:
            os.chdir(before)
    _groups.add(pid)
    return pid


def run(argv, env, limit_seconds):
    """Runs a program to its end, whatever that is, and returns what subprocess.run does; what hangs is an error."""
    words = [str(word) for word in argv]
    try:
        return subprocess.run(
            words, stdin=subprocess.DEVNULL, capture_output=True, text=True, env=env, check=False, timeout=limit_seconds
        )
    except subprocess.TimeoutExpired as cause:
        raise BenchError(f"{' '.join(words)} has not ended after {limit_seconds} s") from cause


def wait(pid, limit_seconds, *, leave_group=False):
    """Waits for its end; returns the exit code (negative for a signal) and what it and its children used."""

    def too_long(_signal, _frame):
        _kill_group(pid, signal.SIGKILL)

    earlier = signal.signal(signal.SIGALRM, too_long)
    signal.setitimer(signal.ITIMER_REAL, limit_seconds)
    try:
        _, status, usage = os.wait4(pid, 0)
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, earlier)
    if not leave_group:
        _groups.discard(pid)
    return os.waitstatus_to_exitcode(status), usage


def has_ended(pid):
    """Whether a process that was started here is over; it is reaped then."""
    try:
        ended, _ = os.waitpid(pid, os.WNOHANG)
    except ChildProcessError:
        return True
    return ended == pid


def end(pid, grace_seconds=10):
    """Asks a process to end, waits for it, and ends its whole group if it does not."""
    if not has_ended(pid):
        _kill(pid, signal.SIGTERM)
        until = time.monotonic() + grace_seconds
        while not has_ended(pid):
            if time.monotonic() > until:
                _kill_group(pid, signal.SIGKILL)
                os.waitpid(pid, 0)
                break
            time.sleep(0.01)
    _kill_group(pid, signal.SIGKILL)
    _groups.discard(pid)


def forget_group(pid):
    _groups.discard(pid)


def end_all():
    for pid in list(_groups):
        end(pid, grace_seconds=3)
        # Of what a process left behind nobody here is the parent, so it cannot be waited for.
        until = time.monotonic() + 2
        while _kill_group(pid, signal.SIGKILL) and time.monotonic() < until:
            time.sleep(0.01)


def _kill(pid, number):
    try:
        os.kill(pid, number)
    except ProcessLookupError:
        pass


def _kill_group(pid, number):
    """Returns whether there was anybody."""
    try:
        os.killpg(pid, number)
    except (ProcessLookupError, PermissionError):
        return False
    return True
