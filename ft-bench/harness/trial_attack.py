"""Honest clients, alone and beside thousands that are silent and hundreds that hardly read."""

import time

import loadtool
import steadyrate
from figures import MIB, bytes_text, median
from ftserver import FtServer
from trials import Outcome, Target, trial

# Three can have all their connections with the server's defaults; of one those beyond its limit are refused.
_SILENT_ADDRESSES = ["127.0.0.66", "127.0.0.68", "127.0.0.69"]
_TRICKLE_ADDRESS = "127.0.0.67"
# The first second belongs to connections that begin.
_WARM_SECONDS = 1


@trial("attack", lambda size: size.attack_file_bytes)
def attack(bench):
    size = bench.size
    source = bench.files.file("attack.bin", size.attack_file_bytes)
    outcome = Outcome(
        f"{size.honest_clients} honest clients, alone and beside {size.silent_connections:,} silent connections and "
        f"{size.trickle_connections} that read a byte a second"
    )
    outcome.head = ["server", "alone", "attacked", "ratio", "failed clients", "memory", "descriptors", "attackers held"]
    for name, addresses in (
        ("its defaults, silent from three addresses", _SILENT_ADDRESSES),
        ("its defaults, silent from one address", _SILENT_ADDRESSES[:1]),
    ):
        options = []
        if bench.smoke:
            # So that connections are ended and opened anew within the seconds that there are.
            options = [*options, "--handshake-timeout", "2", "--progress-timeout", "2"]
        _attack_one(bench, outcome, name, options, addresses, source)
    outcome.notes.append(
        f"{size.attack_rounds} rounds of {size.attack_seconds} s alone and as much attacked; medians in MB/s of "
        f"{bytes_text(source.stat().st_size)} again and again, every block verified. Each honest client has an address "
        "of its own. The attackers come again a second after they were sent away or refused, which from one address makes "
        "thousands of connections a second. All load runs on the same processors as the server."
    )
    return outcome


def _attack_one(bench, outcome, name, options, addresses, source):
    size = bench.size
    rates = {"alone": [], "attacked": []}
    failed, costs, held = 0, [], []
    with FtServer(bench, bench.files.root, options=options) as server:
        # The digests of the file, and the server's compiler.
        _honest(bench, server, source, seconds=2)
        for number in range(1, size.attack_rounds + 1):
            alone = _honest(bench, server, source, size.attack_seconds)
            with (
                loadtool.silent(bench, server, size.silent_connections, ",".join(addresses)) as silent,
                loadtool.trickle(bench, server, source, size.trickle_connections, _TRICKLE_ADDRESS) as trickle,
            ):
                attacked = _honest(bench, server, source, size.attack_seconds, at_half=lambda: costs.append(server.cost()))
                held.append({"silent": silent.result(), "trickle": trickle.result()})
            for kind, result in (("alone", alone), ("attacked", attacked)):
                rates[kind].append(steadyrate.rate(result["samples"], _WARM_SECONDS, steadyrate.end_seconds(result["samples"])))
                failed += result["failed"]
                outcome.expect(result["failed"] == 0, f"{kind}: {result['failed']} honest clients failed: {result['failure']}")
            bench.progress(f"  {name}: round {number} of {size.attack_rounds}")
        outcome.expect(server.is_running(), "the server has ended")
        outcome.failures += server.complaints()
    reached = median(rates["attacked"]) / median(rates["alone"])
    resident_bytes = max(cost.resident_bytes for cost in costs)
    descriptors = max(cost.descriptors for cost in costs)
    last = held[-1]
    outcome.lines.append(
        [
            name,
            f"{median(rates['alone']) / 1e6:,.0f} MB/s",
            f"{median(rates['attacked']) / 1e6:,.0f} MB/s",
            f"{reached:.2f}",
            failed,
            f"{resident_bytes / MIB:,.0f} MiB",
            f"{descriptors:,}",
            f"{last['silent']['open'] + last['trickle']['open']:,} ({last['silent']['opened']:,} and {last['trickle']['opened']:,} opened)",
        ]
    )
    outcome.targets.append(Target(f"rate attacked / alone, server {name}", reached, low=0.90))
    outcome.samples[name] = {"bytes_per_second": rates, "attackers": held, "costs": [vars(cost) for cost in costs]}


def _honest(bench, server, source, seconds, at_half=None):
    clients = bench.size.honest_clients
    steady = loadtool.Steady(
        bench, server, source, clients=clients, seconds=seconds, addresses=loadtool.local_addresses(clients)
    )
    if at_half is not None:
        steady.await_begun()
        time.sleep(seconds / 2)
        at_half()
    return steady.result()
