"""What it costs where Netty's native transport does not run."""

import contenders
import services
from figures import bytes_text
from measure import alternate
from rows import Row, row


@row("fallback", lambda scale: scale.big_bytes)
def fallback(bench):
    """There is no goal for it."""
    source = bench.files.file("big.bin", bench.scale.big_bytes)
    root = bench.files.root
    without = "-Dio.netty.transport.noNative=true"
    with (
        services.start_ft(bench, root, java_options=without) as nio,
        services.start_ft(bench, root) as ft,
        services.start_nginx(bench, root) as nginx,
    ):
        samples = alternate(
            bench,
            [
                contenders.ft_file(bench, nio, source, on_disk=True, name="`ft get`, server on NIO"),
                contenders.ft_file(bench, ft, source, on_disk=True, name="`ft get`, server on epoll"),
                contenders.curl_file(bench, nginx, source, on_disk=True),
            ],
            bench.rounds,
            warm_ups=4,
        )
    title = f"One file of {bytes_text(bench.scale.big_bytes)} to a disk, without the server's native transport"
    notes = [f"The first server runs with `FT_SERVER_JAVA_OPTIONS={without}`, Netty's own switch."]
    return Row(title, samples, "nginx + curl", notes=notes)
