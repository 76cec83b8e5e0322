"""What the server costs: processor time for bytes and for exchanges, many clients, idle connections."""

from pathlib import Path

import jvm
import loadtool
import services
from figures import KIB, MIB, Goal, bytes_text, median, ratio, seconds_text
from measure import Contender, alternate, values
from rows import Row, row


@row("server-cpu", lambda scale: scale.big_bytes)
def server_cpu(bench):
    size_bytes = bench.scale.big_bytes
    source = bench.files.file("big.bin", size_bytes)
    root = bench.files.root
    with services.start_ft(bench, root) as ft, services.start_nginx(bench, root) as nginx:
        null = Path("/dev/null")
        fetch = Contender(
            "`ft get -o - > /dev/null`",
            [bench.checkout / "bin/ft", "get", "-s", "-o", "-", f"ft://{ft.address}/{source.name}"],
            server=ft,
            stdout=null,
        )
        curl_command = ["curl", "-sSf", "-o", null, f"http://{nginx.address}/{source.name}"]
        curl = Contender("nginx + `curl -o /dev/null`", curl_command, server=nginx)
        samples = alternate(bench, [fetch, curl], bench.rounds, warm_ups=6)
    used = {name: values(runs, "server_cpu_seconds") for name, runs in samples.items()}
    gigabytes = size_bytes / 1e9
    notes = []
    for name, runs in samples.items():
        client = median(values(runs, "client_cpu_seconds")) / gigabytes
        notes.append(
            f"{name}: {median(used[name]) / gigabytes:.3f} s of the server's processor time for a gigabyte, "
            f"{client:.3f} s of the client's."
        )
    notes.append("The digests of the file were known before the first counted round.")
    goals = _goals("server CPU, ft / nginx", ratio(used[fetch.name], used[curl.name]), 1.2)
    title = f"Processor time of the server, one file of {bytes_text(size_bytes)}"
    return Row(title, samples, curl.name, "server_cpu_seconds", "median server CPU", goals, notes)


@row("clients-1000", lambda scale: scale.client_bytes)
def clients(bench):
    count, size_bytes = bench.scale.clients, bench.scale.client_bytes
    source = bench.files.file("client.bin", size_bytes)
    root = bench.files.root
    with services.start_ft(bench, root) as ft, services.start_nginx(bench, root) as nginx:
        ours = loadtool.download(bench, ft, source, name="ft-server", clients=count, requests=1)
        other = loadtool.download(bench, nginx, source, name="nginx", clients=count, requests=1)
        samples = alternate(bench, [ours, other], bench.rounds)
        resident_bytes = ft.resident_bytes()
    notes = []
    spread = {}
    for name, runs in samples.items():
        spread[name] = median([run.told["slowest_seconds"] / run.told["median_seconds"] for run in runs])
        notes.append(
            f"{name}: the slowest client took {spread[name]:.2f} times as long as the median one, "
            f"which took {seconds_text(median(values(runs, 'median_seconds')))}."
        )
    peak_bytes = max(values(samples[ours.name], "server_peak_bytes"))
    notes.append(f"ft-server: {peak_bytes / MIB:,.0f} MiB resident at the most, {resident_bytes / MIB:,.0f} MiB in the end.")
    goals = [
        Goal("slowest / median client of ft-server", spread[ours.name], 1.2),
        Goal("most memory of ft-server", peak_bytes / MIB, 192, "MiB"),
    ]
    title = f"{count:,} clients at once, {bytes_text(size_bytes)} each"
    return Row(title, samples, other.name, "slowest_seconds", "median of the slowest client", goals, notes)


@row("exchange-cpu")
def exchange_cpu(bench):
    scale = bench.scale
    source = bench.files.file("exchange.bin", 4 * KIB)
    root = bench.files.root
    requests = scale.exchanges // scale.exchange_connections
    with services.start_ft(bench, root) as ft, services.start_nginx(bench, root) as nginx:
        ours, other = (
            loadtool.download(bench, server, source, name=name, clients=scale.exchange_connections, requests=requests)
            for server, name in ((ft, "ft-server"), (nginx, "nginx"))
        )
        samples = alternate(bench, [ours, other], bench.rounds)
    used = {name: values(runs, "server_cpu_seconds") for name, runs in samples.items()}
    notes = [
        f"{name}: {seconds_text(median(seconds) / (requests * scale.exchange_connections))} of processor time for each."
        for name, seconds in used.items()
    ]
    notes.append(
        f"{scale.exchange_connections} connections, {requests:,} exchanges one after the other on each. "
        "As many warm the servers up before the first counted round; both write a line of log for each."
    )
    goals = _goals("server CPU of an exchange, ft / nginx", ratio(used[ours.name], used[other.name]), 1.5)
    title = f"Processor time of the server, {scale.exchanges:,} exchanges of 4 KiB"
    return Row(title, samples, other.name, "server_cpu_seconds", "median server CPU", goals, notes)


@row("idle-10000")
def idle(bench):
    # The server and the load tool have some files open besides.
    count = min(bench.scale.idle_connections, bench.open_files - 200)
    heap_bytes, resident_bytes = [], []
    for _ in range(1 if bench.smoke else min(bench.rounds, 3)):
        with services.start_ft(bench, bench.files.root) as ft:
            before = jvm.used_heap_bytes(bench, ft.pid), ft.resident_bytes()
            with loadtool.idle(bench, ft, count):
                heap_bytes.append((jvm.used_heap_bytes(bench, ft.pid) - before[0]) / count)
                resident_bytes.append((ft.resident_bytes() - before[1]) / count)
    notes = [
        f"{median(heap_bytes) / KIB:.2f} KiB of heap for each connection after a full collection, "
        f"{median(resident_bytes) / KIB:.1f} KiB of resident memory."
    ]
    if count < bench.scale.idle_connections:
        notes.append(f"Only {count:,}, since a process may have no more than {bench.open_files:,} open files here.")
    goals = [Goal("heap for an idle connection", median(heap_bytes) / KIB, 8, "KiB")]
    return Row(f"{count:,} idle connections", goals=goals, notes=notes)


def _goals(text, reached, limit):
    """None at sizes so small that the base used no processor time that can be seen."""
    return [] if reached is None else [Goal(text, reached, limit)]
