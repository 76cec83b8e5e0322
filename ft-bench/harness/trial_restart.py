"""Downloads that last while the server is stopped and started again, over and over."""

import time

from fetches import Fetches
from figures import bytes_text
from ftserver import FtServer
from trials import Outcome, Target, trial


def _needed(size):
    sources = size.restart_sources * size.restart_file_bytes
    return 2 * sources + (size.restart_lists * size.restart_sources + size.restart_singles) * size.restart_file_bytes


@trial("restart", _needed)
def restart(bench):
    size = bench.size
    tree = bench.files.tree("restart", size.restart_sources, size.restart_file_bytes)
    downloads = (size.restart_lists + 1) * size.restart_sources + size.restart_singles
    outcome = Outcome(
        f"{downloads} downloads of {bytes_text(size.restart_file_bytes)}, and a server that goes every {size.restart_every_seconds:g} s"
    )
    outcome.head = ["how the server goes", "restarts", "downloads", "complete", "exit codes", "notices", "seconds", "away at the most"]
    for name, kill in (("SIGTERM", False), ("kill -9", True)):
        _restart_one(bench, outcome, name, kill, tree)
    outcome.notes.append(
        f"{size.restart_lists} processes with {size.restart_sources} files each, one with the folder, {size.restart_singles} with "
        f"one file each; with the client's default settings. It goes {size.restart_every_seconds:g} s after it was back. The server sends {bytes_text(size.restart_bytes_per_second)} a second."
    )
    return outcome


def _restart_one(bench, outcome, name, kill, tree):
    size = bench.size
    options = ["--limit-rate", size.restart_bytes_per_second]
    fetches = Fetches(bench)
    sources = sorted(tree.iterdir())
    away = []
    with FtServer(bench, bench.files.root, options=options) as server:
        base = f"ft://{server.address}/{tree.name}"
        began = time.monotonic()
        _start_all(bench, fetches, base, tree, sources)
        fetches.await_begun(bench.limit_seconds)
        next_time = time.monotonic() + size.restart_every_seconds
        while not fetches.poll():
            if time.monotonic() - began > 20 * size.restart_every_seconds + bench.limit_seconds:
                break
            if time.monotonic() >= next_time:
                gone = time.monotonic()
                if kill:
                    server.kill()
                else:
                    code = server.terminate()
                    outcome.expect(code == 0, f"SIGTERM: the server ended with {code}")
                server.start()
                away.append(time.monotonic() - gone)
                # Not at fixed times: a machine that is busy with other things would start it for ever.
                next_time = time.monotonic() + size.restart_every_seconds
            time.sleep(0.05)
        # The rest, without any restarts, if they did not end between them.
        fetches.wait(bench.limit_seconds)
        seconds = time.monotonic() - began
        outcome.failures += server.complaints()
    expected = (size.restart_lists + 1) * size.restart_sources + size.restart_singles
    files, notices = fetches.judge(outcome)
    # The folder is one copy of several files.
    files += size.restart_sources - 1
    outcome.expect(files == expected, f"{name}: {files} of {expected} files are complete")
    outcome.expect(away or bench.smoke, f"{name}: the downloads ended before the server did")
    codes = sorted({fetch.code for fetch in fetches.all})
    outcome.lines.append(
        [
            name,
            len(away),
            expected,
            files,
            ", ".join(str(code) for code in codes),
            notices,
            f"{seconds:.0f}",
            f"{max(away, default=0):.1f} s",
        ]
    )
    outcome.targets.append(Target(f"complete downloads, {name}", files, low=expected))
    outcome.samples[name] = {"away_seconds": away, "seconds": seconds, "notices": notices, "exit_codes": codes}
    for fetch in fetches.all:
        for _, copy in fetch.copies:
            if copy.exists():
                bench.files.remove(copy)


def _start_all(bench, fetches, base, tree, sources):
    # On a busy machine the server may be away for longer than it is there.
    options = ["--retry", "50", "--retry-delay", "0.2"] if bench.smoke else []
    for _ in range(bench.size.restart_lists):
        folder = bench.new_folder("copies")
        urls = [f"{base}/{source.name}" for source in sources]
        fetches.start([*options, *urls], folder, [(source, folder / source.name) for source in sources])
    folder = bench.new_folder("copies")
    fetches.start([*options, "-r", base], folder, [(tree, folder / tree.name)])
    for number in range(bench.size.restart_singles):
        fetches.file(base, sources[number % len(sources)], options)
