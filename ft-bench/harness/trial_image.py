"""The image, built of a Debian of its own and run as its file says."""

import os

import debian
import processes
from fetches import Fetches
from ownview import OwnView
from podman import Store
from trials import Outcome, trial

_BASE = "docker.io/library/debian:bookworm-slim"
_IMAGE, _NAME = "ft-server", "ft-trial"
_USER = "65432"
# As the Dockerfile says, and a rate at which a download lasts.
_OPTIONS = ["--read-only", "--tmpfs", "/tmp:exec", "--cap-drop", "ALL"]


@trial("image", lambda size: 0, by_default=False)
def image(bench):
    debian.make_sure_of_root("to run a container as root does")
    outcome = Outcome("the image, built and run")
    outcome.head = ["what", "seen"]
    archive = debian.base_archive(bench)
    with debian.folder(bench) as folder, OwnView(bench) as view, Store(bench, view, folder) as store:
        store.base_image(archive, _BASE)
        dockerfile = bench.checkout / "ft-dist/src/main/docker/Dockerfile"
        build = ["bud", "--format", "docker", "--isolation", "chroot", "--pull-never", "-f", dockerfile, "-t", _IMAGE]
        store.buildah(*build, bench.checkout)
        _look(outcome, store)
        _run(bench, outcome, view, store, folder)
    return outcome


def _see(outcome, right, what, seen):
    outcome.lines.append([what, seen])
    outcome.expect(right, f"{what}: {seen}")


def _look(outcome, store):
    config = store.inspect(_IMAGE)["Config"]
    _see(outcome, config.get("User") == f"{_USER}:{_USER}", "its user", config.get("User"))
    _see(outcome, config.get("StopSignal") == "SIGTERM", "its signal to stop", config.get("StopSignal"))


def _run(bench, outcome, view, store, folder):
    served = folder / "served"
    served.mkdir()
    (served / "big.bin").write_bytes(os.urandom(bench.size.image_file_bytes))
    # The user of the image is nobody here.
    folder.chmod(0o755)
    rate = bench.size.image_file_bytes // 5
    options = [*_OPTIONS, "-v", f"{served}:/srv/files:ro", "-e", f"FT_SERVER_LIMIT_RATE={rate}"]
    pid, err = store.start(_NAME, options, _IMAGE)
    _inside(outcome, store)
    fetches = Fetches(bench, prefix=view.command([]))
    fetches.file("ft://127.0.0.1", served / "big.bin", ["--retry-max-time", "120"])
    fetches.await_begun(bench.limit_seconds)
    store.podman("stop", "-t", "45", _NAME)
    code, _ = processes.wait(pid, 60)
    _see(outcome, code == 0, "exit code after podman stop during a download", code)
    last = err.read_text(encoding="utf-8").strip().splitlines()[-1]
    _see(outcome, "the server is about to stop" in last, "the end of its log", last)
    _see(outcome, (code := store.podman("start", _NAME).returncode) == 0, "podman start", f"exit code {code}")
    fetches.wait(bench.limit_seconds)
    files, notices = fetches.judge(outcome)
    _see(outcome, files == 1 and notices > 0, "downloads that went on and are whole", files)


def _inside(outcome, store):
    def run(*words):
        done = store.podman("exec", _NAME, *words)
        return done.returncode, done.stdout.strip(), done.stderr.strip()

    _, who, _ = run("id")
    _see(outcome, who.startswith(f"uid={_USER}(ft) gid={_USER}(ft)"), "it runs as", who)
    _, status, _ = run("cat", "/proc/1/status")
    status = dict(line.split(":\t", 1) for line in status.splitlines() if ":\t" in line)
    right = all(int(status[name], 16) == 0 for name in ("CapEff", "CapPrm", "CapBnd"))
    _see(outcome, right, "its capabilities", "none" if right else status["CapBnd"])
    _see(outcome, status["Name"] == "java", "process 1", status["Name"])
    for file in ("/srv/files/x", "/etc/x"):
        _, _, told = run("touch", file)
        _see(outcome, "Read-only file system" in told, f"making {file}", told)
    _, maps, _ = run("cat", "/proc/1/maps")
    libraries = [name for name in ("netty_transport_native_epoll", "netty_tcnative") if name in maps]
    _see(outcome, "netty_transport_native_epoll" in libraries, "native libraries that it has loaded", " ".join(libraries))
    done = store.podman("healthcheck", "run", _NAME)
    _see(outcome, done.returncode == 0, "its health check says", f"exit code {done.returncode}")
