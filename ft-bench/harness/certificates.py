"""A certificate of 127.0.0.1 that vouches for itself, for the time of a measurement."""

import subprocess

from figures import BenchError


def make(bench):
    """Returns the certificate and the key."""
    folder = bench.new_folder("certificate")
    certificate, key = folder / "cert.pem", folder / "key.pem"
    command = ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2"]
    command += ["-subj", "/CN=localhost", "-addext", "subjectAltName=IP:127.0.0.1,DNS:localhost"]
    command += ["-keyout", key, "-out", certificate]
    done = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, text=True, env=bench.env(), check=False)
    if done.returncode != 0:
        raise BenchError(f"openssl makes no certificate: {done.stderr.strip()[-500:]}")
    # The servers refuse a key that others may read.
    key.chmod(0o600)
    return certificate, key
