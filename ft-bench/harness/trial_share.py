"""What one address gets beside another that has fifty times the connections, with a limit for each address."""

import time

import loadtool
import steadyrate
from figures import bytes_text
from ftserver import FtServer
from trials import Outcome, Target, trial

_MANY, _ONE = "127.0.0.71", "127.0.0.72"


@trial("share", lambda size: size.share_file_bytes)
def share(bench):
    size = bench.size
    source = bench.files.file("share.bin", size.share_file_bytes)
    limit, half = size.share_bytes_per_second, size.share_seconds / 2
    outcome = Outcome(
        f"Two addresses, one with {size.share_connections} connections and one with 1, and {bytes_text(limit)} a second for each"
    )
    outcome.head = ["limit for an address", f"{size.share_connections} connections", "1 connection", "ratio", "both / twice the limit"]
    with FtServer(bench, bench.files.root, settings={"limit-rate-per-address": limit}) as server:
        many, one = (
            loadtool.Steady(bench, server, source, clients=count, seconds=size.share_seconds, addresses=[address])
            for count, address in ((size.share_connections, _MANY), (1, _ONE))
        )
        # Both start at the same time.
        for steady in (many, one):
            steady.await_begun()
        time.sleep(half)
        changed = time.monotonic()
        server.set({"limit-rate-per-address": limit // 2})
        server.hang_up()
        results = {"many": many.result(), "one": one.result()}
        halves = {"many": changed - many.began, "one": changed - one.began}
        outcome.expect(server.is_running(), "the server has ended")
        outcome.failures += server.complaints()
    for name, result in results.items():
        outcome.expect(result["failed"] == 0, f"{name}: {result['failed']} clients failed: {result['failure']}")
    # What is on its way when a window begins belongs to the time before; so does what a limit lets through at once.
    margin = size.share_seconds / 10
    for allowed, before in ((limit, True), (limit // 2, False)):
        rates = []
        for name in ("many", "one"):
            samples, changed = results[name]["samples"], halves[name]
            end = steadyrate.end_seconds(samples)
            window = (margin, changed - margin / 2) if before else (changed + margin, end - margin / 4)
            if bench.smoke and not window[0] < window[1] <= end:
                # The machine is so busy that one of them began much later than the other.
                rates.append(1.0)
                outcome.notes.append(f"{name} left no window {'before' if before else 'after'} SIGHUP.")
            else:
                rates.append(steadyrate.rate(samples, *window))
        when = "before" if before else "after"
        outcome.expect(min(rates) > 0, f"an address got nothing {when} SIGHUP")
        between = rates[0] / rates[1] if rates[1] > 0 else 0.0
        sum_of_limit = sum(rates) / (2 * allowed)
        outcome.lines.append(
            [
                f"{bytes_text(allowed)}/s",
                *(f"{rate / 1e6:,.1f} MB/s" for rate in rates),
                f"{between:.2f}",
                f"{sum_of_limit:.2f}",
            ]
        )
        outcome.targets.append(Target(f"{size.share_connections} connections / 1 connection, {when} SIGHUP", between, 0.9, 1.1))
        outcome.targets.append(Target(f"both / twice the limit, {when} SIGHUP", sum_of_limit, 0.9, 1.1))
    outcome.samples = results
    outcome.notes.append(f"The limit was halved in the config file after {half:g} s, and SIGHUP sent; no connection was lost.")
    return outcome
