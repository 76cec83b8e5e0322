"""The package and its unit, on a Debian of their own with systemd as its process 1."""

import re
import shutil
from dataclasses import dataclass

import debian
import processes
from figures import BenchError
from ftserver import await_true
from nspawn import Machine
from ownview import OwnView
from trials import Outcome, trial

_PACKAGES = ("systemd", "systemd-sysv", "dbus", "openjdk-17-jre-headless", "openssl")
_UNIT = "ft-server.service"
_PORT = 65432
_CONFIG = "/etc/ft/server.toml"
_SETTINGS = {
    "dir": "/srv/files",
    "tls-cert": "/etc/ft/cert.pem",
    "tls-key": "/etc/ft/key.pem",
    "allow-plain": True,
    "log-config": "/etc/ft/logback-access.xml",
}
_FILES = """set -e
mkdir -p /srv/files/folder /root/copies
head -c "$1" /dev/urandom > /srv/files/big.bin
echo small > /srv/files/folder/grüße.txt
chmod -R o+rX /srv/files
cd /etc/ft
openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 -subj /CN=localhost \\
  -addext subjectAltName=IP:127.0.0.1 -keyout key.pem -out cert.pem
chown ft key.pem
chmod 600 key.pem
"""
# What the unit and operations.md say of other places, other ports, and other machines: lines of the unit, settings.
_CHANGES = (
    ("a folder below /home", ["ProtectHome=read-only"], {"dir": "/home/share"}),
    ("a folder below /tmp", ["BindReadOnlyPaths=/tmp/share"], {"dir": "/tmp/share"}),
    ("port 80", [f"{name}=CAP_NET_BIND_SERVICE" for name in ("CapabilityBoundingSet", "AmbientCapabilities")], {"port": 80}),
    ("without native libraries", ["Type=exec", "Environment=FT_SERVER_JAVA_OPTIONS=-Dio.netty.transport.noNative=true"], {}),
)
_BIG = "ft://127.0.0.1/big.bin"


@trial("service", lambda size: 0, by_default=False)
def service(bench):
    debian.make_sure_of_root("to boot a system of its own")
    package = _package(bench)
    outcome = Outcome("the package and the unit, on a Debian with systemd as its process 1")
    outcome.head = ["what", "seen"]
    archive = debian.archive_with(bench, "service", _PACKAGES)
    with debian.unpacked(bench, archive) as root, OwnView(bench) as view, Machine(bench, view, root) as machine:
        (root / "root/ft.deb").write_bytes(package.read_bytes())
        tried = _Tried(bench, outcome, machine)
        outcome.lines.append(["systemd", machine.do("systemctl", "--version").splitlines()[0]])
        try:
            for step in (_install, _serve, _harden, _reload, _stop_and_kill, _wrong_settings, _change, _upgrade, _remove):
                step(tried)
        except BenchError as cause:
            # What was seen until then says more than that alone.
            outcome.failures.append(str(cause))
        if outcome.failures:
            outcome.notes.append(f"The journal ends with: {tried.journal()[-2000:]}")
    return outcome


def _package(bench):
    found = sorted((bench.checkout / "ft-dist/target").glob("ft_*_all.deb"))
    if len(found) != 1:
        raise BenchError(f"there are {len(found)} packages in ft-dist/target; build one with: mvn -q clean package -DskipTests")
    return found[0]


@dataclass
class _Tried:
    bench: object
    outcome: Outcome
    machine: Machine

    def see(self, right, what, seen):
        self.outcome.lines.append([what, seen])
        self.outcome.expect(right, f"{what}: {seen}")

    def set(self, **changed):
        lines = []
        for name, value in {**_SETTINGS, **{name.replace("_", "-"): value for name, value in changed.items()}}.items():
            lines.append(f"{name} = {str(value).lower() if isinstance(value, bool) else repr(value)}\n")
        self.machine.file(_CONFIG).write_text("".join(lines), encoding="utf-8")

    def systemctl(self, verb):
        # As often as this in so short a time systemd would not let it start.
        self.machine.run("systemctl", "reset-failed", _UNIT)
        return self.machine.run("systemctl", verb, _UNIT)

    def property(self, name):
        return self.machine.do("systemctl", "show", _UNIT, "--value", "-p", name)

    def state(self):
        return f"{self.property('ActiveState')} ({self.property('SubState')})"

    def journal(self):
        return self.machine.do("journalctl", "-u", _UNIT, "--no-pager", "-o", "cat")

    def await_journal(self, words):
        await_true(lambda: words in self.journal(), 30, f"the journal does not say '{words}'")

    def begin_download(self):
        """Of a file that takes some seconds; returns once it has begun."""
        self.machine.do("rm", "-rf", "/root/copies/big.bin")
        err = self.bench.new_folder("download") / "err"
        pid = self.machine.start("ft", "get", "-O", "/root/copies", _BIG, err=err)
        part = self.machine.file("/root/copies/big.bin.part")
        await_true(lambda: part.exists() and part.stat().st_size > 0, 30, "the download does not begin")
        return pid, err

    def see_download(self, what, pid, err):
        code, _ = processes.wait(pid, self.bench.limit_seconds)
        said = err.read_text(encoding="utf-8")
        same = self.machine.run("cmp", "/srv/files/big.bin", "/root/copies/big.bin").returncode == 0
        right = code == 0 and same and "trying again" in said
        self.see(right, what, "went on and is whole" if right else f"exit code {code}, the same: {same}: {said[-500:]}")


def _install(tried):
    done = tried.machine.run("apt-get", "install", "-y", "/root/ft.deb")
    tried.see(done.returncode == 0, "installing the package", f"exit code {done.returncode}")
    enabled = tried.machine.run("systemctl", "is-enabled", _UNIT).stdout.strip()
    tried.see((tried.state(), enabled) == ("inactive (dead)", "disabled"), "after it", f"{tried.state()}, {enabled}")
    code = tried.systemctl("start").returncode
    told = "nothing to serve" in tried.journal()
    tried.see(code != 0 and told, "starting it without settings", f"exit code {code}, the journal says why: {told}")
    tried.see(tried.state() == "failed (failed)", "after that", tried.state())


def _serve(tried):
    machine = tried.machine
    machine.do("sh", "-c", _FILES, "sh", tried.bench.size.service_file_bytes)
    tried.set()
    code = tried.systemctl("start").returncode
    status = tried.property("StatusText")
    right = code == 0 and tried.state() == "active (running)" and status == "serving /srv/files"
    tried.see(right, "starting it", f"{tried.state()}, {status}")
    for what, words in (
        ("a download", [_BIG]),
        ("a download by TLS", ["--cacert", "/etc/ft/cert.pem", "fts://127.0.0.1/big.bin"]),
    ):
        done = machine.run("ft", "get", "--force", "-O", "/root/copies", *words)
        same = machine.run("cmp", "/srv/files/big.bin", "/root/copies/big.bin").returncode == 0
        tried.see(done.returncode == 0 and same, what, f"exit code {done.returncode}, the same: {same} {done.stderr.strip()[-300:]}")
    listed = machine.do("ft", "ls", "-r", "ft://127.0.0.1/").splitlines()
    tried.see(listed == ["big.bin", "folder/", "folder/grüße.txt"], "a listing", " ".join(listed))
    log = machine.do("cat", "/var/log/ft/access.log")
    tried.see(log.count('framed sent "big.bin"') == 2, "lines of downloads in the access log", log.count('framed sent "big.bin"'))
    owner = machine.do("stat", "-c", "%U %a", "/var/log/ft/access.log")
    tried.see(owner == "ft 640", "the access log is", owner)


def _harden(tried):
    machine = tried.machine
    pid = tried.property("MainPID")
    status = dict(line.split(":\t", 1) for line in machine.do("cat", f"/proc/{pid}/status").splitlines() if ":\t" in line)
    user = machine.do("id", "-u", "ft")
    right = status["Uid"].split() == [user] * 4 and int(status["CapBnd"], 16) == int(status["CapEff"], 16) == 0
    tried.see(right and status["NoNewPrivs"] == "1", "the process is", f"user {status['Uid'].split()[0]}, without capabilities")
    maps = machine.do("cat", f"/proc/{pid}/maps")
    libraries = [name for name in ("netty_tcnative", "netty_transport_native_epoll") if name in maps]
    tried.see(len(libraries) == 2, "native libraries that it has loaded", " ".join(libraries))
    level = re.search(r"exposure level for \S+: ([0-9.]+)", machine.do("systemd-analyze", "security", "--no-pager", _UNIT))[1]
    document = (tried.bench.checkout / "docs/operations.md").read_text(encoding="utf-8")
    tried.see(f"exposure level is {level} (`systemd-analyze" in document, "exposure level", level)


def _reload(tried):
    tried.set(max_wait=5)
    code = tried.systemctl("reload").returncode
    tried.await_journal("max-wait: 10 -> 5")
    tried.see(code == 0, "reload with other settings", f"exit code {code}, they are taken")
    tried.set(max_waits=5)
    done = tried.systemctl("reload")
    told = f"{_CONFIG}:6: max-waits: no setting has this name" in tried.journal()
    right = done.returncode != 0 and told and tried.state() == "active (running)"
    tried.see(right, "reload with a wrong name", f"exit code {done.returncode}, {tried.state()}, the journal says where: {told}")
    done = tried.machine.run("ft", "ls", "ft://127.0.0.1/")
    tried.see(done.returncode == 0, "it still serves", f"exit code {done.returncode}")


def _stop_and_kill(tried):
    tried.set(limit_rate=tried.bench.size.service_file_bytes // 5)
    tried.systemctl("restart")
    pid, err = tried.begin_download()
    tried.systemctl("stop")
    seen = f"{tried.state()}, result {tried.property('Result')}, exit status {tried.property('ExecMainStatus')}"
    tried.see(seen == "inactive (dead), result success, exit status 0", "stop during a download", seen)
    tried.systemctl("start")
    tried.see_download("the download", pid, err)
    said = err.read_text(encoding="utf-8")
    tried.see("the server is about to stop" in said, "what it was told", said.partition("\n")[0])
    pid, err = tried.begin_download()
    tried.machine.do("systemctl", "kill", "-s", "KILL", _UNIT)
    tried.see_download("a download over systemctl kill -s KILL", pid, err)
    tried.see(tried.property("NRestarts") == "1", "restarts by systemd", tried.property("NRestarts"))


def _wrong_settings(tried):
    tried.set(max_waits=5)
    code = tried.systemctl("restart").returncode
    tried.see(code != 0 and tried.state() == "failed (failed)", "starting with a wrong name", f"exit code {code}, {tried.state()}")
    tried.set()
    tried.machine.do("mv", "/srv/files", "/srv/away")
    code = tried.systemctl("start").returncode
    right = code != 0 and tried.state() == "activating (auto-restart)"
    tried.see(right, "starting without the folder", f"exit code {code}, {tried.state()}")
    tried.machine.do("mv", "/srv/away", "/srv/files")
    await_true(lambda: tried.state() == "active (running)", 60, "it does not start when the folder is there")
    tried.see(True, "once the folder is there", tried.state())


def _change(tried):
    machine = tried.machine
    machine.do("sh", "-c", "mkdir -p /home/share /tmp/share && cp /srv/files/folder/* /home/share && cp /srv/files/folder/* /tmp/share")
    drop_in = machine.file(f"/etc/systemd/system/{_UNIT}.d/override.conf")
    drop_in.parent.mkdir()
    for what, lines, settings in _CHANGES:
        drop_in.write_text("\n".join(["[Service]", *lines, ""]), encoding="ascii")
        machine.do("systemctl", "daemon-reload")
        tried.set(**settings)
        code = tried.systemctl("restart").returncode
        # A server that need not tell systemd that it is ready.
        await_true(lambda: machine.run("ft", "ls", f"ft://127.0.0.1:{settings.get('port', _PORT)}/").returncode == 0, 30, what)
        tried.see(code == 0, f"{what}, with {lines[0]}", tried.state())
    shutil.rmtree(drop_in.parent)
    machine.do("systemctl", "daemon-reload")
    tried.set()
    tried.systemctl("restart")


def _upgrade(tried):
    machine = tried.machine
    machine.do("systemctl", "enable", _UNIT)
    before = tried.property("MainPID")
    settings = machine.do("cat", _CONFIG)
    # As operations.md says.
    machine.do("dpkg-deb", "-x", "/root/ft.deb", "/tmp/new")
    check = ["runuser", "-u", "ft", "--", "/tmp/new/usr/bin/ft-server", "--config", _CONFIG, "--check-config"]
    tried.see(True, "the new program about the settings", machine.do(*check))
    machine.do("dpkg", "-i", "/root/ft.deb")
    new = tried.property("MainPID") != before
    kept = machine.do("cat", _CONFIG) == settings
    right = new and kept and tried.state() == "active (running)"
    tried.see(right, "upgrade while it runs", f"{tried.state()}, restarted: {new}, settings kept: {kept}")
    tried.systemctl("stop")
    machine.do("dpkg", "-i", "/root/ft.deb")
    tried.see(tried.state() == "inactive (dead)", "upgrade while it does not", tried.state())
    tried.systemctl("start")


def _remove(tried):
    machine = tried.machine

    def there():
        paths = (_CONFIG, "/etc/ft/key.pem", "/var/log/ft/access.log", "/etc/systemd/system/multi-user.target.wants/ft-server.service")
        found = [path.rpartition("/")[2] for path in paths if machine.run("test", "-L", path, "-o", "-e", path).returncode == 0]
        return " ".join([*found, *(["user"] if machine.run("id", "ft").returncode == 0 else [])])

    machine.do("apt-get", "remove", "-y", "ft")
    state = machine.run("systemctl", "is-active", _UNIT).stdout.strip()
    running = machine.run("sh", "-c", "cat /proc/[0-9]*/comm | grep -x java").stdout.strip()
    tried.see((state, running) == ("inactive", ""), "after apt-get remove", f"{state}, processes: {running or 'none'}")
    tried.see(there() == "server.toml key.pem access.log user", "what it leaves", there())
    machine.do("apt-get", "purge", "-y", "ft")
    tried.see(there() == "key.pem user", "what apt-get purge leaves", there())
