"""How much memory the client takes, for a large file and for many small ones."""

import contenders
import services
from figures import MIB, Goal, bytes_text
from measure import alternate, own_peak_bytes, values
from rows import Row, row
from rows_files import many_tree


@row("client-memory", lambda scale: scale.big_bytes + scale.many_files * 12_000)
def client_memory(bench):
    scale = bench.scale
    big = bench.files.file("big.bin", scale.big_bytes)
    tree = many_tree(bench)
    root = bench.files.root
    big_text, many_text = bytes_text(scale.big_bytes), f"{scale.many_files:,} files"
    with services.start_ft(bench, root) as ft, services.start_rsync(bench, root) as rsync:
        one = contenders.ft_file(bench, ft, big, on_disk=True, name=f"`ft get`, {big_text}")
        all_of_them = contenders.ft_tree(bench, ft, tree, name=f"`ft get -r`, {many_text}")
        others = [
            contenders.rsync_file(bench, rsync, big, on_disk=True, name=f"`rsync --whole-file`, {big_text}"),
            contenders.rsync_tree(bench, rsync, tree, name=f"`rsync -a`, {many_text}"),
        ]
        # How much memory is taken differs little from run to run.
        samples = alternate(bench, [one, all_of_them, *others], min(bench.rounds, 3))
    goals = [
        Goal(f"most memory of ft, {text}", _most(samples[which.name]) / MIB, 128, "MiB")
        for text, which in ((big_text, one), (many_text, all_of_them))
    ]
    return Row("Memory of the client", samples, goals=goals)


def _most(runs):
    # What is hidden behind the memory of the harness is no more than that.
    return max(peak or own_peak_bytes() for peak in values(runs, "client_peak_bytes"))
