"""How much a slow network adds."""

from contextlib import ExitStack

import contenders
import loadtool
import services
from figures import Goal, bytes_text, median
from measure import alternate, values
from rows import Row, row

_ROUND_TRIP_MILLIS = 20


@row("round-trip", lambda scale: scale.trip_files * 12_000)
def round_trip(bench):
    scale = bench.scale
    source = bench.files.tree("trip", scale.trip_files, scale.small_bytes)
    with ExitStack() as stack:
        ft = stack.enter_context(services.start_ft(bench, bench.files.root))
        near, far = (
            contenders.ft_tree(
                bench,
                ft,
                source,
                name=f"`ft get -r`, {millis} ms round trip",
                address=stack.enter_context(loadtool.proxy(bench, ft, millis)),
            )
            for millis in (0, _ROUND_TRIP_MILLIS)
        )
        # They are short, and what is looked for is a part of what they differ by anyway.
        rounds = bench.rounds if bench.smoke else 4 * bench.rounds
        samples = alternate(bench, [near, far], rounds, warm_ups=4)
    medians = {name: median(values(runs, "wall_seconds")) for name, runs in samples.items()}
    added_millis = (medians[far.name] - medians[near.name]) * 1000
    notes = [
        f"The round trip adds {added_millis:.0f} ms, {added_millis / _ROUND_TRIP_MILLIS:.1f} round trips. "
        "Both go through a proxy; it holds up what is sent, not the connecting itself.",
        f"{rounds} rounds.",
    ]
    goals = [Goal("added by the round trip", added_millis, 3 * _ROUND_TRIP_MILLIS, "ms")]
    title = f"{scale.trip_files:,} files of {bytes_text(scale.small_bytes)} at {_ROUND_TRIP_MILLIS} ms round trip"
    return Row(title, samples, near.name, goals=goals, notes=notes)
