"""Mounts and a network that only what is started in them sees: systemd and podman want to have them in their way."""

import os

import processes
from figures import BenchError
from ftserver import await_true

# Cgroups as systemd has them by now, whichever way this machine has them; /run for what it leaves there; a network of
# nothing but a loopback interface.
_PREPARE = """set -e
umount -R /sys/fs/cgroup 2> /dev/null || true
mount -t cgroup2 none /sys/fs/cgroup
mkdir -p "/sys/fs/cgroup/$1"
mount -t tmpfs none /run
ip link set lo up
echo ready
exec sleep infinity
"""
_LIMIT_SECONDS = 300
_IN_CGROUP = 'echo $$ > "/sys/fs/cgroup/$1/cgroup.procs"; shift; exec "$@"'


class OwnView:
    """Use it with `with`."""

    def __init__(self, bench):
        self._bench = bench
        folder = bench.new_folder("view")
        out, err = folder / "out", folder / "err"
        self._cgroup = f"ft-trial-{os.getpid()}"
        command = ["unshare", "--mount", "--net", "--propagation", "private", "sh", "-c", _PREPARE, "sh", self._cgroup]
        self._pid = processes.spawn(command, bench.env(), stdout=out, stderr=err)

        def ready():
            if processes.has_ended(self._pid):
                raise BenchError(f"no namespaces, or no cgroup2: {err.read_text(encoding='utf-8').strip()}")
            return out.exists() and out.read_text(encoding="utf-8") == "ready\n"

        await_true(ready, 30, "namespaces are not ready")

    def command(self, words):
        return ["nsenter", "-t", self._pid, "-m", "-n", *words]

    def command_in_cgroup(self, words):
        """For what makes cgroups of its own."""
        return self.command(["sh", "-c", _IN_CGROUP, "sh", self._cgroup, *words])

    def run(self, words, env=None):
        return processes.run(self.command(words), env or self._bench.env(), _LIMIT_SECONDS)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.run(["find", f"/sys/fs/cgroup/{self._cgroup}", "-depth", "-type", "d", "-exec", "rmdir", "{}", ";"])
        processes.end(self._pid)
