"""How the cost grows: with the size, the number of files, of clients, the round trip, and on a link of 1 Gbit/s."""

from contextlib import ExitStack
from dataclasses import dataclass, field
from typing import Optional

import contenders
import loadtool
import namespaces
import services
from figures import GIB, KIB, BenchError, bytes_text
from measure import alternate

# As rows.ROWS.
CURVES = {}


@dataclass
class Curve:
    title: str
    # What the points are of, as the axis says it.
    x_name: str
    # Pairs of x and the samples of each contender by its name.
    points: list = field(default_factory=list)
    x_text: object = "{:,}".format
    # As rows.Row.
    metric: str = "wall_seconds"
    metric_name: str = "median"
    notes: list = field(default_factory=list)
    skipped: Optional[str] = None
    name: str = ""


def curve(name, files_bytes=lambda scale, max_bytes: 0):
    def register(measure):
        measure.files_bytes = files_bytes
        CURVES[name] = measure
        return measure

    return register


def _servers(bench, stack, *kinds):
    root = bench.files.root
    start = {"ft": services.start_ft, "nginx": services.start_nginx, "rsync": services.start_rsync}
    return [stack.enter_context(start[kind](bench, root)) for kind in kinds]


def _sizes(bench):
    """Powers of eight, and the largest one of 2 GiB or 16 GiB that was allowed."""
    most = bench.scale.big_bytes if bench.smoke else bench.max_bytes
    sizes, size = [], KIB
    while size <= most:
        sizes.append(size)
        size *= 8
    return sizes[:: len(sizes) - 1] if bench.smoke else sizes


@curve("size", lambda scale, max_bytes: max_bytes)
def size(bench):
    result = Curve("One file, to a disk", "size", x_text=bytes_text)
    with ExitStack() as stack:
        ft, nginx = _servers(bench, stack, "ft", "nginx")
        for size_bytes in _sizes(bench):
            source = bench.files.file(f"size-{size_bytes}.bin", size_bytes)
            pair = [
                contenders.ft_file(bench, ft, source, on_disk=True),
                contenders.curl_file(bench, nginx, source, on_disk=True),
            ]
            bench.progress(f" {bytes_text(size_bytes)}")
            result.points.append((size_bytes, alternate(bench, pair, bench.curve_rounds)))
            bench.files.remove(source)
    return result


@curve("files", lambda scale, _: scale.many_files * 12_000)
def files(bench):
    scale = bench.scale
    result = Curve(f"Files of {bytes_text(scale.small_bytes)}, to memory", "files")
    counts = (1, 50) if bench.smoke else (1, 10, 100, 1_000, 10_000, 100_000)
    with ExitStack() as stack:
        ft, nginx, rsync = _servers(bench, stack, "ft", "nginx", "rsync")
        for count in counts:
            source = bench.files.tree(f"files-{count}", count, scale.small_bytes, scale.many_per_folder)
            three = [
                contenders.ft_tree(bench, ft, source),
                contenders.curl_tree(bench, nginx, source),
                contenders.rsync_tree(bench, rsync, source),
            ]
            bench.progress(f" {count:,} files")
            result.points.append((count, alternate(bench, three, bench.curve_rounds)))
            bench.files.remove(source)
    return result


@curve("clients", lambda scale, _: scale.client_bytes)
def clients(bench):
    scale = bench.scale
    result = Curve(f"Clients at once, {bytes_text(scale.client_bytes)} each, kept by none", "clients")
    result.metric, result.metric_name = "slowest_seconds", "median of the slowest client"
    result.notes.append("Processor time and memory of the clients are those of the load tool, one process for all.")
    source = bench.files.file("client.bin", scale.client_bytes)
    counts = (1, scale.clients) if bench.smoke else (1, 4, 16, 64, 256, 1_000)
    with ExitStack() as stack:
        ft, nginx = _servers(bench, stack, "ft", "nginx")
        for count in counts:
            pair = [
                loadtool.download(bench, server, source, name=name, clients=count, requests=1)
                for server, name in ((ft, "ft-server"), (nginx, "nginx"))
            ]
            bench.progress(f" {count:,} clients")
            result.points.append((count, alternate(bench, pair, bench.curve_rounds)))
    return result


def _round_trips(bench, result, kinds, make):
    """make gives the contenders, once it knows each server and the address of the proxy before it."""
    # A proxy holds up each direction for half of it, in whole milliseconds.
    round_trips = (0, 2) if bench.smoke else (0, 2, 10, 20, 50, 100)
    result.notes.append("Through a proxy for all, which holds up what is sent, not the connecting itself.")
    with ExitStack() as stack:
        servers = _servers(bench, stack, *kinds)
        for millis in round_trips:
            bench.progress(f" {millis} ms")
            with ExitStack() as proxies:
                addresses = [proxies.enter_context(loadtool.proxy(bench, server, millis)) for server in servers]
                samples = alternate(bench, make(servers, addresses), bench.curve_rounds)
            result.points.append((millis, samples))
    return result


@curve("round-trip-files", lambda scale, _: scale.trip_files * 12_000)
def round_trip_files(bench):
    scale = bench.scale
    source = bench.files.tree("trip", scale.trip_files, scale.small_bytes)

    def make(servers, addresses):
        makers = (contenders.ft_tree, contenders.curl_tree, contenders.rsync_tree)
        return [one(bench, server, source, address=at) for one, server, at in zip(makers, servers, addresses)]

    title = f"{scale.trip_files:,} files of {bytes_text(scale.small_bytes)}, to memory"
    return _round_trips(bench, Curve(title, "round trip in ms"), ("ft", "nginx", "rsync"), make)


@curve("round-trip-size", lambda scale, _: scale.trip_bytes * 2)
def round_trip_size(bench):
    source = bench.files.file("trip.bin", bench.scale.trip_bytes)

    def make(servers, addresses):
        makers = (contenders.ft_file, contenders.curl_file)
        return [one(bench, server, source, address=at) for one, server, at in zip(makers, servers, addresses)]

    title = f"One file of {bytes_text(bench.scale.trip_bytes)}, to memory"
    return _round_trips(bench, Curve(title, "round trip in ms"), ("ft", "nginx"), make)


@curve("link", lambda scale, _: scale.link_bytes * 2 + scale.small_files * 12_000)
def link(bench):
    scale = bench.scale
    result = Curve("A link of 1 Gbit/s, to memory", "what")
    file = bench.files.file("link.bin", scale.link_bytes)
    tree = bench.files.tree("small", scale.small_files, scale.small_bytes)
    root = bench.files.root
    try:
        between = namespaces.link(bench, "1gbit")
    except BenchError as cause:
        result.skipped = str(cause)
        return result
    with between as (there, here, host), ExitStack() as stack:
        ft = stack.enter_context(services.start_ft(bench, root, host=host, prefix=there))
        nginx = stack.enter_context(services.start_nginx(bench, root, host=host, prefix=there))
        rsync = stack.enter_context(services.start_rsync(bench, root, host=host, prefix=there))
        whole = [
            contenders.ft_file(bench, ft, file, prefix=here),
            contenders.curl_file(bench, nginx, file, prefix=here),
            contenders.rsync_file(bench, rsync, file, prefix=here),
        ]
        many = [
            contenders.ft_tree(bench, ft, tree, prefix=here),
            contenders.curl_tree(bench, nginx, tree, prefix=here),
            contenders.rsync_tree(bench, rsync, tree, prefix=here),
        ]
        for what, group in ((f"a file of {bytes_text(scale.link_bytes)}", whole), (f"{scale.small_files:,} files", many)):
            bench.progress(f" {what}")
            result.points.append((what, alternate(bench, group, bench.curve_rounds)))
    result.x_text = str
    result.notes.append("Between two network namespaces, with a token bucket in both directions. No round trip is added.")
    return result


def largest_sizes_bytes(max_bytes):
    """What --max-size may be."""
    if not KIB * 8 <= max_bytes <= 16 * GIB:
        raise BenchError("--max-size is to be from 8 KiB to 16 GiB")
    return max_bytes
