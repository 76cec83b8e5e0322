"""HAProxy with the configuration of the documentation, in which only the addresses are others."""

import re
import time
from pathlib import Path

import proc
import processes
from figures import BenchError

CONFIGURATION = Path(__file__).resolve().parent.parent.parent / "docs/haproxy.cfg"
_BIND = "bind :65432"
_SERVER = re.compile(r"^(\s*server \w+) \S+ check port \d+$", re.MULTILINE)


def configured(text, listen_port, servers):
    """The configuration with these: each server has its port and that of its admin address."""
    if text.count(_BIND) != 1 or len(_SERVER.findall(text)) != len(servers):
        raise BenchError(f"{CONFIGURATION} has not one '{_BIND}' and {len(servers)} servers")
    left = iter(servers)

    def replaced(found):
        port, admin_port = next(left)
        return f"{found.group(1)} 127.0.0.1:{port} check port {admin_port}"

    return _SERVER.sub(replaced, text.replace(_BIND, f"bind 127.0.0.1:{listen_port}"))


def start(bench, listen_port, servers):
    """Returns the process, once it listens."""
    folder = bench.new_folder("haproxy")
    file, err = folder / "haproxy.cfg", folder / "err"
    file.write_text(configured(CONFIGURATION.read_text(encoding="utf-8"), listen_port, servers), encoding="utf-8")
    pid = processes.spawn(["haproxy", "-db", "-f", file], bench.env(), stdout=err, stderr=folder / "err2")
    until = time.monotonic() + 10
    while not proc.listens(pid, listen_port):
        if processes.has_ended(pid) or time.monotonic() > until:
            told = "".join(log.read_text(encoding="utf-8", errors="replace") for log in (err, folder / "err2"))
            raise BenchError(f"haproxy does not start: {told.strip()}")
        time.sleep(0.05)
    return pid
