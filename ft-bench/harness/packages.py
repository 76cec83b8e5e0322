"""Makes sure that the programs are there that are measured and used: Debian packages, and nothing else."""

import os
import shutil
import subprocess
from contextlib import contextmanager
from pathlib import Path

from figures import BenchError

# The program, and the package that has it.
_NEEDED = {
    "nginx": "nginx-light",
    "curl": "curl",
    "rsync": "rsync",
    "wget2": "wget2",
    "gnuplot": "gnuplot-nox",
    "ip": "iproute2",
    "tc": "iproute2",
    "cmp": "diffutils",
    "git": "git",
    # Makes the certificate of the row tls.
    "openssl": "openssl",
}
_NEEDED_TO_BUILD = {"mvn": "maven", "javac": "openjdk-17-jdk-headless"}


# What the trials need; and what each of them needs besides.
_NEEDED_BY_TRIALS = {"cmp": "diffutils", "git": "git", "openssl": "openssl"}
_NEEDED_BY_TRIAL = {
    "replicas": {"haproxy": "haproxy"},
    "service": {"debootstrap": "debootstrap", "systemd-nspawn": "systemd-container", "ip": "iproute2"},
    "image": {"debootstrap": "debootstrap", "buildah": "buildah", "podman": "podman", "crun": "crun", "ip": "iproute2"},
    "dashboard": {"prometheus": "prometheus", "promtool": "prometheus"},
}


def make_sure(report, *, build):
    _make_sure(report, _NEEDED, build)


def make_sure_of_trials(report, names, *, build):
    needed = dict(_NEEDED_BY_TRIALS)
    for name in names:
        needed |= _NEEDED_BY_TRIAL.get(name, {})
    _make_sure(report, needed, build)


def _make_sure(report, programs, build):
    # An ordinary user's PATH lacks the folders of nginx, ip and tc.
    os.environ["PATH"] += ":/usr/sbin:/sbin"
    needed = {**programs, **(_NEEDED_TO_BUILD if build else {})}
    missing = _missing(needed)
    if not missing:
        return
    words = " ".join(missing)
    if os.geteuid() != 0 or shutil.which("apt-get") is None:
        raise BenchError(f"packages are missing: apt-get install {words}")
    report(f"Installing {words} ...")
    env = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    with _no_service_starts():
        install = ["apt-get", "install", "-q", "-y", "--no-install-recommends", *missing]
        for command in (["apt-get", "update", "-q"], install):
            done = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, text=True, env=env, check=False)
            if done.returncode != 0:
                raise BenchError(f"{' '.join(command)} failed: {done.stderr.strip()[-2000:]}")
    if _missing(needed):
        raise BenchError(f"still missing: {' '.join(_missing(needed))}")


def _missing(needed):
    return sorted({package for program, package in needed.items() if shutil.which(program) is None})


@contextmanager
def _no_service_starts():
    """Debian starts nginx, haproxy and prometheus when they are installed, on all interfaces; this is how it is kept from that."""
    policy = Path("/usr/sbin/policy-rc.d")
    if policy.exists():
        yield
        return
    policy.write_text("#!/bin/sh\nexit 101\n", encoding="ascii")
    policy.chmod(0o755)
    try:
        yield
    finally:
        policy.unlink(missing_ok=True)
