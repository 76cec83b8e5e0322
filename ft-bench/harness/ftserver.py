"""ft-server as the trials need it: options that change while it runs, signals, restarts on the same port, samples."""

import os
import signal
import socket
import time
import urllib.request
from dataclasses import dataclass
from pathlib import Path

import processes
import services
from figures import BenchError

# What a log has only when something is wrong with the program itself.
_WRONG = (" ERROR ", "LEAK:", "Exception in thread", "OutOfMemoryError", "hs_err_pid")


@dataclass
class Cost:
    """What the process takes at a moment."""

    resident_bytes: int
    descriptors: int
    threads: int


class FtServer:
    """A server of one folder. Use it with `with`; what it was started with stays when it is started again."""

    def __init__(self, bench, root, *, options=(), settings=None, admin=False, port=0):
        self._bench = bench
        self._root = root
        self._options = list(options)
        self._config = None
        self._logs = []
        self.port = port
        self.admin_address = self.admin_port = None
        self.starts = 0
        if settings is not None:
            self._config = bench.new_folder("config") / "server.toml"
            self.set(settings)
            self._options += ["--config", self._config]
        if admin:
            self.admin_port = free_port()
            self.admin_address = f"127.0.0.1:{self.admin_port}"
            self._options += ["--admin", self.admin_address]
        self._service = None
        self.start()

    def start(self):
        self._service = services.start_ft(self._bench, self._root, port=self.port, options=self._options)
        self.port = self._service.port
        self._logs.append(self._service.log_file)
        self.starts += 1

    @property
    def kind(self):
        return "ft"

    @property
    def service(self):
        return self._service

    @property
    def pid(self):
        return self._service.pid

    @property
    def address(self):
        return self._service.address

    def set(self, settings):
        """Writes the config file; a server that runs reads it at the next SIGHUP."""
        self._config.write_text(as_toml(settings), encoding="utf-8")

    def hang_up(self):
        os.kill(self.pid, signal.SIGHUP)

    def terminate(self, limit_seconds=60):
        """Asks it to end, and returns its exit code."""
        os.kill(self.pid, signal.SIGTERM)
        code, _ = processes.wait(self.pid, limit_seconds)
        return code

    def kill(self):
        os.kill(self.pid, signal.SIGKILL)
        processes.wait(self.pid, 10)

    def is_running(self):
        return not processes.has_ended(self.pid)

    def cost(self):
        status = Path(f"/proc/{self.pid}/status").read_text(encoding="utf-8")
        fields = dict(line.split(":", 1) for line in status.splitlines())
        return Cost(
            resident_bytes=int(fields["VmRSS"].split()[0]) * 1024,
            descriptors=len(os.listdir(f"/proc/{self.pid}/fd")),
            threads=int(fields["Threads"]),
        )

    def metrics(self):
        """The value of each metric; those of one name with different labels are added up."""
        if self.admin_address is None:
            return {}
        return parse_metrics(self.metrics_text())

    def metrics_text(self):
        with urllib.request.urlopen(f"http://{self.admin_address}/metrics", timeout=10) as answer:
            return answer.read().decode("utf-8")

    def log(self):
        """Of all its starts."""
        return "".join(Path(log).read_text(encoding="utf-8", errors="replace") for log in self._logs)

    def complaints(self):
        """The lines of its logs that say that something is wrong with the server itself."""
        return wrong_lines(self.log())

    def __enter__(self):
        return self

    def __exit__(self, *_):
        if self.is_running():
            self._service.stop()


def as_toml(settings):
    def shown(value):
        return str(value).lower() if isinstance(value, bool) else f'"{value}"'

    return "".join(f"{name} = {shown(value)}\n" for name, value in settings.items())


def wrong_lines(log):
    return [line for line in log.splitlines() if any(word in line for word in _WRONG)]


def parse_metrics(text):
    """The text format of Prometheus."""
    values = {}
    for line in text.splitlines():
        if not line or line.startswith("#"):
            continue
        name_and_labels, _, rest = line.rpartition("} ") if "{" in line else line.partition(" ")
        name = name_and_labels.partition("{")[0]
        try:
            values[name] = values.get(name, 0.0) + float(rest.split()[0])
        except (IndexError, ValueError) as cause:
            raise BenchError(f"/metrics: no metric: {line}") from cause
    return values


def free_port():
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return probe.getsockname()[1]


def await_true(check, limit_seconds, what):
    until = time.monotonic() + limit_seconds
    while not check():
        if time.monotonic() > until:
            raise BenchError(f"{what}: not within {limit_seconds} s")
        time.sleep(0.05)
