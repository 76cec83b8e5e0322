"""What connections that do nothing cost, and a thousand downloads at once."""

import jvm
import loadtool
from figures import KIB, MIB, bytes_text
from ftserver import FtServer
from measure import run_once
from trials import Outcome, Target, trial


@trial("idle", lambda size: size.client_bytes)
def idle(bench):
    size = bench.size
    source = bench.files.file("client.bin", size.client_bytes)
    # The server and the load tool have some files open besides.
    count = min(size.idle_connections, bench.open_files - 200)
    outcome = Outcome(f"{count:,} idle connections, and {size.clients:,} downloads of {bytes_text(size.client_bytes)} at once")
    outcome.head = ["what", "seen"]
    with FtServer(bench, bench.files.root) as server:
        heap_before, before = jvm.used_heap_bytes(bench, server.pid), server.cost()
        with loadtool.idle(bench, server.service, count):
            held = server.cost()
            heap_bytes = (jvm.used_heap_bytes(bench, server.pid) - heap_before) / count
        outcome.failures += server.complaints()
    resident_bytes = (held.resident_bytes - before.resident_bytes) / count
    outcome.lines += [
        ["resident memory with all of them", f"{held.resident_bytes / MIB:,.0f} MiB"],
        ["resident memory for each", f"{resident_bytes / KIB:.1f} KiB"],
        ["heap for each after a full collection", f"{heap_bytes / KIB:.2f} KiB"],
        ["descriptors", f"{held.descriptors:,}"],
        ["threads", held.threads],
    ]
    outcome.targets.append(Target("heap for an idle connection", heap_bytes / KIB, high=8, unit="KiB"))
    with FtServer(bench, bench.files.root) as server:
        contender = loadtool.download(bench, server.service, source, name="1000", clients=size.clients, requests=1)
        # The first one warms the server up.
        run_once(bench, contender, full_check=False)
        sample = run_once(bench, contender, full_check=False)
        outcome.failures += server.complaints()
    spread = sample.told["slowest_seconds"] / sample.told["median_seconds"]
    outcome.lines += [
        [f"most resident memory with {size.clients:,} downloads", f"{sample.server_peak_bytes / MIB:,.0f} MiB"],
        ["slowest / median download", f"{spread:.2f}"],
    ]
    outcome.targets += [
        Target("most memory with the downloads", sample.server_peak_bytes / MIB, high=192, unit="MiB"),
        Target("slowest / median download", spread, high=1.2),
    ]
    outcome.samples = {
        "idle_connections": count,
        "heap_bytes_each": heap_bytes,
        "resident_bytes_each": resident_bytes,
        "held": vars(held),
        "downloads": sample.told,
        "peak_bytes": sample.server_peak_bytes,
    }
    return outcome
