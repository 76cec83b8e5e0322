"""A system of its own, with systemd as its process 1."""

import proc
import processes
from figures import BenchError
from ftserver import await_true

_LIMIT_SECONDS = 300
_ENV = ["env", "-i", "PATH=/usr/sbin:/usr/bin:/sbin:/bin", "LC_ALL=C.UTF-8", "DEBIAN_FRONTEND=noninteractive", "HOME=/root"]


class Machine:
    """Boots the system in a folder, which sees no network but its own loopback interface. Use it with `with`."""

    def __init__(self, bench, view, root):
        self.root = root
        folder = bench.new_folder("nspawn")
        self._log = folder / "log"
        command = ["systemd-nspawn", "--quiet", "--register=no", "--keep-unit", "--boot", "--console=pipe"]
        command += ["--link-journal=no", "--resolv-conf=off", "--machine=ft-trial", f"--directory={root}"]
        self._pid = processes.spawn(
            view.command_in_cgroup(command), bench.env(), stdout=folder / "out", stderr=self._log
        )
        self._leader = None
        try:
            await_true(self._has_booted, 60, "systemd does not boot")
        except BenchError:
            self.stop()
            raise

    def _has_booted(self):
        if processes.has_ended(self._pid):
            raise BenchError(f"this machine cannot boot systemd by systemd-nspawn: {self._log.read_text(encoding='utf-8').strip()}")
        # The first child of systemd-nspawn is its process 1, once it has a name.
        for child in proc.children(self._pid):
            self._leader = child
        return self._leader is not None and self.run("systemctl", "is-system-running").stdout.strip() in ("running", "degraded")

    def _inside(self, words):
        return ["nsenter", "-t", self._leader, "-m", "-u", "-i", "-n", "-p", "-C", "-r", "-w", *_ENV, *words]

    def run(self, *words):
        """Runs a command to its end, whatever that is."""
        return processes.run(self._inside(words), {}, _LIMIT_SECONDS)

    def do(self, *words):
        """Runs a command that has to succeed, and returns what it says."""
        done = self.run(*words)
        if done.returncode != 0:
            raise BenchError(f"{' '.join(str(word) for word in words)}: {(done.stdout + done.stderr).strip()[-600:]}")
        return done.stdout.strip()

    def start(self, *words, err):
        """Starts a command beside the others; returns its process."""
        return processes.spawn(self._inside(words), {}, stderr=err)

    def file(self, path):
        """Where a file of it is on this machine."""
        return self.root / path.lstrip("/")

    def stop(self):
        # Its process 1 hears of it, and shuts down.
        processes.end(self._pid, grace_seconds=60)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.stop()
