"""Images and containers, in a store of a trial's own: nothing of them is left, and nothing of others is seen."""

import json
import resource

import debian
import processes
from figures import BenchError
from ftserver import await_true

# Locks in memory would be those of all of this machine.
_CONFIGURATION = '[engine]\nlock_type = "file"\n'
_PROCESSES = 4096


class Store:
    """What it runs has the network of the view. Use it with `with`."""

    def __init__(self, bench, view, folder):
        self._bench = bench
        self._view = view
        self._where = ["--root", folder / "root", "--runroot", folder / "run", "--storage-driver", "vfs"]
        self._engine = ["--tmpdir", folder / "tmp", "--cgroup-manager", "cgroupfs", "--events-backend", "file"]
        configuration = folder / "containers.conf"
        configuration.write_text(_CONFIGURATION, encoding="ascii")
        self._env = {**bench.env(), "CONTAINERS_CONF": str(configuration)}

    def buildah(self, *words):
        """Runs with the network of this machine."""
        return debian.run(["buildah", *self._where, *words]).strip()

    def podman(self, *words):
        return self._view.run(self._podman(words), env=self._env)

    def _podman(self, words):
        return ["podman", *self._where, *self._engine, *words]

    def base_image(self, archive, name):
        """An image of nothing but the files of an archive."""
        container = self.buildah("from", "scratch")
        self.buildah("add", "-q", container, archive, "/")
        self.buildah("commit", "-q", container, name)
        self.buildah("rm", container)

    def inspect(self, name):
        done = self.podman("inspect", name)
        if done.returncode != 0:
            raise BenchError(f"podman inspect: {done.stderr.strip()[-500:]}")
        return json.loads(done.stdout)[0]

    def start(self, name, options, image):
        """Starts a container that is in the foreground of the process that is returned, and what it says."""
        folder = self._bench.new_folder("container")
        out, err = folder / "out", folder / "err"
        words = self._podman(["run", "--name", name, *_as_far_as_allowed(), *options, image])
        pid = processes.spawn(self._view.command(words), self._env, stdout=out, stderr=err)

        def listens():
            if processes.has_ended(pid):
                raise BenchError(f"podman cannot run it here: {err.read_text(encoding='utf-8').strip()[-500:]}")
            return "listening on " in out.read_text(encoding="utf-8")

        await_true(listens, 60, "the container does not start")
        return pid, err

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.podman("rm", "--all", "--force", "--time", "0")


def _as_far_as_allowed():
    """No cgroups and no timers, which systemd would have to make; and limits that nobody has to raise."""
    _, files = resource.getrlimit(resource.RLIMIT_NOFILE)
    limits = ["--ulimit", f"nofile={files}:{files}", "--ulimit", f"nproc={_PROCESSES}:{_PROCESSES}"]
    return ["--runtime", "crun", "--cgroups=disabled", "--health-interval", "disable", "--network", "host", *limits]
