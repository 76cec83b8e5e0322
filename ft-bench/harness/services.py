"""The servers that are measured: ft-server, nginx, the rsync daemon, a classic one. All on free ports of the loopback
interface, with configurations of their own in the temporary folder."""

import os
import socket
import sys
import time
from pathlib import Path

import proc
import processes
from figures import BenchError

_START_SECONDS = 30


class Service:
    """A server that runs until stop. Use it with `with`."""

    def __init__(self, kind, pid, host, port, root, err):
        self.kind = kind
        self.pid = pid
        self.host = host
        self.port = port
        self.root = root
        self.log_file = err

    @property
    def address(self):
        return f"{self.host}:{self.port}"

    def pids(self):
        return proc.family(self.pid)

    def settle(self):
        """Waits until what a daemon started for the last client has ended: only then its time is in the sum."""
        if self.kind != "rsync":
            return
        until = time.monotonic() + 5
        while proc.children(self.pid) and time.monotonic() < until:
            time.sleep(0.005)

    def cpu_seconds(self):
        return proc.cpu_seconds(self.pids())

    def reset_peak(self):
        proc.reset_peak(self.pids())

    def peak_bytes(self):
        # The processes of the rsync daemon that did the work have ended.
        return None if self.kind == "rsync" else proc.peak_bytes(self.pids())

    def resident_bytes(self):
        return proc.resident_bytes(self.pids())

    def log(self):
        return Path(self.log_file).read_text(encoding="utf-8", errors="replace")

    def stop(self):
        processes.end(self.pid)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.stop()


def start_ft(bench, root, *, host="127.0.0.1", port=0, options=(), prefix=(), java_options="", java=None):
    out, err = _logs(bench, "ft-server")
    env = bench.env(java)
    if java_options:
        env["FT_SERVER_JAVA_OPTIONS"] = java_options
    # Its access log, a line for each file, goes to a file, as that of nginx does.
    command = [*prefix, bench.checkout / "bin/ft-server", "--host", host, "--port", port, *options, root]
    pid = processes.spawn(command, env, stdout=out, stderr=err)
    port = _told_port(pid, out, err, "listening on ")
    return Service("ft", pid, host, port, root, err)


def start_classic(bench, root):
    out, err = _logs(bench, "classic")
    program = Path(__file__).with_name("classic_server.py")
    pid = processes.spawn([sys.executable, "-B", program, root], bench.env(), stdout=out, stderr=err)
    return Service("classic", pid, "127.0.0.1", _told_port(pid, out, err, "listening on "), root, err)


def start_nginx(bench, root, *, host="127.0.0.1", prefix=(), tls=None):
    """tls: certificate, key and the only cipher suite, of TLS 1.3."""
    folder = bench.new_folder("nginx")
    err = folder / "error.log"
    # As root, nginx would hand its workers to a user who may not read the temporary folder.
    user = "user root;\n" if os.geteuid() == 0 else ""
    temporary = "".join(
        f'  {kind}_temp_path "{folder}/{kind}";\n' for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )

    listen, secure = "", ""
    if tls is not None:
        certificate, key, suite = tls
        listen = " ssl"
        secure = f"""    ssl_certificate "{certificate}";
    ssl_certificate_key "{key}";
    ssl_protocols TLSv1.3;
    ssl_conf_command Ciphersuites {suite};
"""

    def configure(port):
        text = f"""{user}daemon off;
worker_processes {os.cpu_count()};
worker_rlimit_nofile {bench.open_files};
pid "{folder}/pid";
error_log "{err}";
events {{
  worker_connections {max(512, bench.open_files // 2)};
}}
http {{
{temporary}  # Unbuffered, as the log of ft-server is.
  access_log "{folder}/access.log";
  default_type application/octet-stream;
  sendfile on;
  tcp_nopush on;
  keepalive_timeout 600s;
  # The default, 1,000, would close the connections in the middle of a measurement.
  keepalive_requests 1000000000;
  server {{
    listen {host}:{port}{listen} backlog=4096;
{secure}    root "{root}";
  }}
}}
"""
        (folder / "nginx.conf").write_text(text, encoding="utf-8")
        return ["nginx", "-e", err, "-p", folder, "-c", folder / "nginx.conf"]

    return _start_on_free_port(bench, "nginx", configure, prefix, host, root, err)


def start_rsync(bench, root, *, host="127.0.0.1", prefix=()):
    folder = bench.new_folder("rsync")
    err = folder / "error.log"
    # Without TCP_NODELAY, on both sides, it waits three times for 40 ms: that would be all that is seen of short runs.
    owner = "uid = 0\ngid = 0\n" if os.geteuid() == 0 else ""

    def configure(port):
        text = f"""pid file = {folder}/pid
lock file = {folder}/lock
log file = {folder}/log
use chroot = no
reverse lookup = no
socket options = TCP_NODELAY
{owner}[files]
path = {root}
read only = yes
"""
        (folder / "pid").unlink(missing_ok=True)
        (folder / "rsyncd.conf").write_text(text, encoding="utf-8")
        configuration = f"--config={folder}/rsyncd.conf"
        return ["rsync", "--daemon", "--no-detach", configuration, f"--address={host}", f"--port={port}"]

    return _start_on_free_port(bench, "rsync", configure, prefix, host, root, err)


def _logs(bench, kind):
    folder = bench.new_folder(kind)
    return folder / "out", folder / "err"


def _start_on_free_port(bench, kind, configure, prefix, host, root, err):
    """These cannot choose a port themselves. Somebody else may take the one that was free: then another is tried."""
    for _ in range(5):
        with socket.create_server(("127.0.0.1", 0)) as probe:
            port = probe.getsockname()[1]
        pid = processes.spawn([*prefix, *configure(port)], bench.env(), stderr=f"{err}.start")
        until = time.monotonic() + _START_SECONDS
        while not processes.has_ended(pid) and time.monotonic() < until:
            if proc.listens(pid, port):
                return Service(kind, pid, host, port, root, err)
            time.sleep(0.01)
        processes.end(pid)
    told = Path(f"{err}.start").read_text(encoding="utf-8", errors="replace")
    raise BenchError(f"{kind} does not start: {told.strip()}")


def _told_port(pid, out, err, before):
    until = time.monotonic() + _START_SECONDS
    while time.monotonic() < until:
        text = Path(out).read_text(encoding="utf-8") if Path(out).exists() else ""
        if before in text and text.endswith("\n"):
            return int(text.partition(before)[2].split()[0].rstrip(",").rpartition(":")[2])
        if processes.has_ended(pid):
            break
        time.sleep(0.01)
    processes.end(pid)
    told = Path(err).read_text(encoding="utf-8", errors="replace")
    raise BenchError(f"a server does not start: {told.strip()}")
