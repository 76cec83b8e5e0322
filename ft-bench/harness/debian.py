"""A Debian of the trials' own: the base system by debootstrap, in an archive that is kept, so that it is fetched once."""

import os
import shutil
import subprocess
import tempfile
from contextlib import contextmanager
from pathlib import Path

from figures import BenchError

SUITE = "bookworm"
_NO_SERVICE_STARTS = "#!/bin/sh\nexit 101\n"


def run(words, **given):
    """A command that needs the network as this machine has it, so it sees the caller's environment."""
    env = {**os.environ, "DEBIAN_FRONTEND": "noninteractive", "LC_ALL": "C.UTF-8"}
    words = [str(word) for word in words]
    done = subprocess.run(words, stdin=subprocess.DEVNULL, capture_output=True, text=True, env=env, check=False, **given)
    if done.returncode != 0:
        raise BenchError(f"{' '.join(words[:6])} failed: {(done.stdout + done.stderr).strip()[-1000:]}")
    return done.stdout


def make_sure_of_root(what):
    if os.geteuid() != 0:
        raise BenchError(f"needs root, {what}")


def base_archive(bench):
    """The smallest Debian."""
    archive = _target(bench) / f"debian-{SUITE}.tar"
    if not archive.exists():
        bench.progress(f"  fetching Debian {SUITE} (about 100 MB), once")
        with folder(bench) as made:
            run(["debootstrap", "--variant=minbase", SUITE, made / "root"])
            _pack(made / "root", archive)
    return archive


def archive_with(bench, name, packages):
    """The same with these packages."""
    archive = _target(bench) / f"debian-{SUITE}-{name}.tar"
    if not archive.exists():
        bench.progress(f"  installing {' '.join(packages)} into it, once")
        with unpacked(bench, base_archive(bench)) as root:
            policy = root / "usr/sbin/policy-rc.d"
            policy.write_text(_NO_SERVICE_STARTS, encoding="ascii")
            policy.chmod(0o755)
            install = "mount -t proc proc /proc && apt-get update && apt-get install -y --no-install-recommends \"$@\""
            inside = ["unshare", "--mount", "--propagation", "private", "chroot", root, "sh", "-c", install, "sh"]
            run([*inside, *packages])
            policy.unlink()
            _pack(root, archive)
    return archive


@contextmanager
def unpacked(bench, archive):
    with folder(bench) as made:
        root = made / "root"
        root.mkdir()
        run(["tar", "-C", root, "--numeric-owner", "-xpf", archive])
        yield root


@contextmanager
def folder(bench):
    """Not where the other trials have their files: that may be a file system without devices."""
    made = Path(tempfile.mkdtemp(prefix="debian-", dir=_target(bench)))
    try:
        yield made
    finally:
        shutil.rmtree(made, ignore_errors=True)


def _target(bench):
    target = bench.checkout / "ft-bench/target"
    target.mkdir(parents=True, exist_ok=True)
    return target


def _pack(root, archive):
    part = archive.with_suffix(".part")
    run(["tar", "-C", root, "--numeric-owner", "--one-file-system", "-cf", part, "."])
    part.rename(archive)
