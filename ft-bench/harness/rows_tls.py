"""What TLS costs: one large file, with the same cipher on both sides."""

from contextlib import ExitStack

import certificates
import contenders
import services
from figures import bytes_text, ratio, ratio_text
from measure import alternate, values
from rows import Row, row

# The two of TLS 1.3 for which processors have instructions.
_SUITES = {"AES-128": "TLS_AES_128_GCM_SHA256", "AES-256": "TLS_AES_256_GCM_SHA384"}


@row("tls", lambda scale: 2 * scale.big_bytes)
def tls(bench):
    """There is no goal for it."""
    source = bench.files.file("big.bin", bench.scale.big_bytes)
    root = bench.files.root
    certificate, key = certificates.make(bench)
    measured, pairs = [], []
    with ExitStack() as stack:
        for short, suite in _SUITES.items():
            options = ["--tls-cert", certificate, "--tls-key", key, "--tls-ciphers", suite]
            ft = stack.enter_context(services.start_ft(bench, root, options=options))
            nginx = stack.enter_context(services.start_nginx(bench, root, tls=(certificate, key, suite)))
            ours = contenders.ft_file(bench, ft, source, name=f"`ft get fts:`, {short}", authority=certificate)
            other = contenders.curl_file(
                bench, nginx, source, name=f"nginx + curl, {short}", authority=certificate, suite=suite
            )
            measured += [ours, other]
            pairs.append((suite, ours.name, other.name))
        plain = stack.enter_context(services.start_ft(bench, root))
        measured.append(contenders.ft_file(bench, plain, source, name="`ft get ft:`, no TLS"))
        samples = alternate(bench, measured, bench.rounds, warm_ups=4)
    walls = {name: values(runs, "wall_seconds") for name, runs in samples.items()}
    notes = [f"{suite}: ft / nginx + curl {ratio_text(ratio(walls[ours], walls[other]))}." for suite, ours, other in pairs]
    notes.append("A certificate with a key on P-256, TLS 1.3; nginx with its default buffers, both without kernel TLS.")
    title = f"One file of {bytes_text(bench.scale.big_bytes)} to memory, by TLS"
    return Row(title, samples, pairs[0][2], notes=notes)
