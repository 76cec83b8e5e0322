"""All sorts of load for a long time: what the server takes must not grow, and nothing must fail."""

import time

import certificates
import jvm
import loadtool
from fetches import Fetches
from figures import MIB
from flatness import change, quarters
from ftserver import FtServer
from trials import Outcome, Target, trial

_SILENT_ADDRESS, _TRICKLE_ADDRESS = "127.0.0.66", "127.0.0.67"
_RELOAD_EVERY_SAMPLES = 6
_DIRECT_METRIC = "ft_buffers_bytes"
_MEASURES = {
    "descriptors": ("", 1),
    "threads": ("", 1),
    "resident_bytes": ("MiB", MIB),
    "heap_bytes": ("MiB", MIB),
    "direct_bytes": ("MiB", MIB),
}


@trial("soak", lambda size: 2 * size.soak_large_bytes + size.soak_files * 6_000)
def soak(bench):
    size = bench.size
    small = bench.files.file("small.bin", 3_000)
    large = bench.files.file("soak.bin", size.soak_large_bytes)
    tree = bench.files.tree("soak", size.soak_files, 100, per_folder=100)
    certificate, key = certificates.make(bench)
    outcome = Outcome(f"{bench.minutes:g} minutes of all sorts of load")
    settings = {"tls-cert": certificate, "tls-key": key, "allow-plain": True, "max-wait": 10}
    samples = {measure: [] for measure in _MEASURES}
    with FtServer(bench, bench.files.root, settings=settings, admin=True) as server:
        with (
            loadtool.mixed(
                bench,
                server,
                small=small.name,
                large=large.name,
                folder=tree.name,
                connections=size.soak_connections,
                seed=1,
            ) as mixed,
            loadtool.silent(bench, server, size.soak_connections, _SILENT_ADDRESS),
            loadtool.trickle(bench, server, large, size.soak_connections // 4, _TRICKLE_ADDRESS),
        ):
            secure = _course(bench, outcome, server, settings, large, certificate, samples)
            result = mixed.result()
        outcome.expect(server.is_running(), "the server has ended")
        outcome.failures += server.complaints()
    outcome.expect(result["errors"] == 0, f"{result['errors']} errors, the first one: {result['first_error']}")
    for action, count in result["done"].items():
        outcome.expect(bench.smoke or count > 0, f"nothing was done of this sort: {action}")
    _tell(outcome, result, secure, samples)
    return outcome


def _course(bench, outcome, server, settings, large, certificate, samples):
    """Until the time is over; returns how many downloads there were by TLS."""
    secure = 0
    began = time.monotonic()
    end = began + bench.minutes * 60
    next_sample = began + bench.size.soak_sample_seconds
    fetches = None
    next_fetch = began
    while time.monotonic() < end:
        if fetches is None and time.monotonic() >= next_fetch:
            fetches = Fetches(bench)
            fetches.file(f"fts://{server.address}", large, ["--cacert", certificate])
        elif fetches is not None and fetches.poll():
            files, _ = fetches.judge(outcome)
            secure += files
            _remove(fetches)
            fetches = None
            # A process of Java takes more processor time to start than to download this.
            next_fetch = time.monotonic() + bench.size.soak_sample_seconds / 4
        if time.monotonic() >= next_sample:
            next_sample += bench.size.soak_sample_seconds
            _sample(bench, server, samples)
            count = len(samples["threads"])
            if count % _RELOAD_EVERY_SAMPLES == 0:
                # Another value each time, so that there is something to take over.
                server.set({**settings, "max-wait": 10 + count // _RELOAD_EVERY_SAMPLES % 2})
                server.hang_up()
        time.sleep(0.2)
    if fetches is not None:
        fetches.wait(bench.limit_seconds)
        files, _ = fetches.judge(outcome)
        secure += files
        _remove(fetches)
    return secure


def _remove(fetches):
    for fetch in fetches.all:
        for _, copy in fetch.copies:
            copy.unlink(missing_ok=True)


def _sample(bench, server, samples):
    cost = server.cost()
    samples["descriptors"].append(cost.descriptors)
    samples["threads"].append(cost.threads)
    samples["resident_bytes"].append(cost.resident_bytes)
    samples["heap_bytes"].append(jvm.used_heap_bytes(bench, server.pid))
    samples["direct_bytes"].append(server.metrics()[_DIRECT_METRIC])


def _tell(outcome, result, secure, samples):
    outcome.head = ["what", "first quarter", "last quarter", "last / first", "most"]
    for measure, (unit, divisor) in _MEASURES.items():
        values = samples[measure]
        first, last = quarters(values)
        shown = [f"{value / divisor:,.1f} {unit}".rstrip() for value in (first, last, max(values))]
        name = measure.replace("_bytes", "")
        outcome.lines.append([name, shown[0], shown[1], f"{change(values):.2f}", shown[2]])
        outcome.targets.append(Target(f"{name}, last quarter / first", change(values), 0.9, 1.1))
    done = {**result["done"], "by TLS": secure}
    outcome.notes.append(
        f"{sum(done.values()):,} exchanges: " + ", ".join(f"{name} {count:,}" for name, count in done.items()) + "."
    )
    outcome.notes.append(f"{result['errors']} errors besides what was provoked. {len(samples['threads'])} samples.")
    outcome.samples = {"measures": samples, "done": done, "errors": result["errors"]}
