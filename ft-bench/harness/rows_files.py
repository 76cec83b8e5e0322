"""Large files to the disk, and many small ones."""

import contenders
import machine
import services
from figures import GIB, MIB, Goal, bytes_text, ratio
from measure import alternate, values
from rows import Row, row, skipped


# A server of this kind has run for long; one that has just been started compiles itself while it sends.
_WARM_UPS = 4


@row("big-disk", lambda scale: scale.big_bytes)
def big_disk(bench):
    return _to_disk(bench, "big", bench.scale.big_bytes, curl_limit=0.70, cp_limit=1.6, warm_ups=_WARM_UPS)


# It asks for no room, and is left out where there is none: the other rows are not to leave the memory because of it.
@row("huge-disk")
def huge_disk(bench):
    size_bytes = bench.scale.huge_bytes
    title = f"One file of {bytes_text(size_bytes)} to a disk"
    for where, place in (("for the file", bench.work), ("on the disk", bench.disk)):
        free = machine.free_bytes(place)
        if free < size_bytes * 1.05 + 16 * MIB:
            return skipped(title, f"not enough room {where}: {free / GIB:.1f} GiB in {place}")
    result = _to_disk(bench, "huge", size_bytes, curl_limit=0.65, cp_limit=None, warm_ups=1)
    # Nothing else needs so much room.
    bench.files.remove(bench.work / "served/huge.bin")
    return result


def _to_disk(bench, stem, size_bytes, *, curl_limit, cp_limit, warm_ups):
    source = bench.files.file(f"{stem}.bin", size_bytes)
    root = bench.files.root
    with (
        services.start_ft(bench, root) as ft,
        services.start_nginx(bench, root) as nginx,
        services.start_rsync(bench, root) as rsync,
    ):
        fetch = contenders.ft_file(bench, ft, source, on_disk=True)
        curl = contenders.curl_file(bench, nginx, source, on_disk=True)
        copy = contenders.cp_file(bench, source, on_disk=True)
        others = [
            contenders.rsync_file(bench, rsync, source, on_disk=True),
            contenders.wget2_file(bench, nginx, source, on_disk=True),
        ]
        samples = alternate(bench, [fetch, curl, copy, *others], bench.rounds, warm_ups=warm_ups)
    walls = {name: values(runs, "wall_seconds") for name, runs in samples.items()}
    goals = [Goal("ft / nginx + curl", ratio(walls[fetch.name], walls[curl.name]), curl_limit)]
    if cp_limit is not None:
        goals.append(Goal("ft / cp", ratio(walls[fetch.name], walls[copy.name]), cp_limit))
    return Row(f"One file of {bytes_text(size_bytes)} to a disk", samples, curl.name, goals=goals)


@row("small-10k", lambda scale: scale.small_files * 12_000)
def small_files(bench):
    scale = bench.scale
    source = bench.files.tree("small", scale.small_files, scale.small_bytes)
    root = bench.files.root
    with (
        services.start_ft(bench, root) as ft,
        services.start_nginx(bench, root) as nginx,
        services.start_rsync(bench, root) as rsync,
    ):
        fetch = contenders.ft_tree(bench, ft, source)
        curl = contenders.curl_tree(bench, nginx, source)
        others = [contenders.rsync_tree(bench, rsync, source), contenders.wget2_tree(bench, nginx, source)]
        samples = alternate(bench, [fetch, curl, *others], bench.rounds, warm_ups=_WARM_UPS)
    reached = ratio(values(samples[fetch.name], "wall_seconds"), values(samples[curl.name], "wall_seconds"))
    title = f"{scale.small_files:,} files of {bytes_text(scale.small_bytes)} to memory"
    return Row(title, samples, curl.name, goals=[Goal("ft / curl -Z", reached, 1.0)])


@row("small-100k", lambda scale: scale.many_files * 12_000)
def many_files(bench):
    scale = bench.scale
    source = many_tree(bench)
    root = bench.files.root
    with services.start_ft(bench, root) as ft, services.start_rsync(bench, root) as rsync:
        fetch = contenders.ft_tree(bench, ft, source)
        other = contenders.rsync_tree(bench, rsync, source)
        samples = alternate(bench, [fetch, other], bench.rounds, warm_ups=2)
    reached = ratio(values(samples[fetch.name], "wall_seconds"), values(samples[other.name], "wall_seconds"))
    folders = scale.many_files // scale.many_per_folder
    title = f"{scale.many_files:,} files of {bytes_text(scale.small_bytes)} in {folders} folders to memory"
    return Row(title, samples, other.name, goals=[Goal("ft / rsync", reached, 1.0)])


def many_tree(bench):
    scale = bench.scale
    return bench.files.tree("many", scale.many_files, scale.small_bytes, scale.many_per_folder)
