"""Two servers behind HAProxy, one of which goes in the middle of downloads."""

import shutil
import time

import haproxy
import processes
from fetches import Fetches
from figures import bytes_text
from ftserver import FtServer, free_port
from trials import Outcome, Target, trial

# Where the clients come from; that the servers know it shows that they believe the proxy.
_CLIENT = "127.0.0.81"
_SOURCES = 5


def _needed(size):
    return (2 * _SOURCES + size.replicas_downloads) * size.replicas_file_bytes


@trial("replicas", _needed)
def replicas(bench):
    size = bench.size
    tree = bench.files.tree("replicas", _SOURCES, size.replicas_file_bytes)
    # Another copy, with other inodes and the same times: as rsync -t makes it.
    other_root = bench.new_folder("replica")
    shutil.copytree(tree, other_root / tree.name)
    outcome = Outcome(
        f"{size.replicas_downloads} downloads of {bytes_text(size.replicas_file_bytes)} through HAProxy from two servers, one of which goes"
    )
    outcome.head = ["how it goes", "downloads", "complete", "exit codes", "notices", "seconds", "connections of the other server"]
    for name, kill in (("kill -9", True), ("SIGTERM", False)):
        _replicas_one(bench, outcome, name, kill, tree, (bench.files.root, other_root))
    outcome.notes.append(
        "Each server has a tree of its own, with the same content and times. Checked once a second; the client's settings are the default ones."
    )
    shutil.rmtree(other_root)
    return outcome


def _replicas_one(bench, outcome, name, kill, tree, roots):
    size = bench.size
    options = ["--proxy-from", "127.0.0.1", "--tags", "portable", "--limit-rate", size.replicas_bytes_per_second // 2]
    sources = sorted(tree.iterdir())
    fetches = Fetches(bench)
    listen_port = free_port()
    with (
        FtServer(bench, roots[0], options=options, admin=True) as first,
        FtServer(bench, roots[1], options=options, admin=True) as second,
    ):
        balancer = haproxy.start(bench, listen_port, [(server.port, server.admin_port) for server in (first, second)])
        # Until both have been seen to be ready.
        time.sleep(2.5)
        began = time.monotonic()
        for number in range(size.replicas_downloads):
            fetches.file(f"ft://127.0.0.1:{listen_port}/{tree.name}", sources[number % _SOURCES], ["--bind", _CLIENT])
        expected_seconds = size.replicas_downloads * size.replicas_file_bytes / size.replicas_bytes_per_second
        fetches.await_begun(bench.limit_seconds)
        time.sleep(max(0.0, began + expected_seconds / 2 - time.monotonic()))
        # On a busy machine some of so few may have ended before the others began.
        outcome.expect(not fetches.poll() or bench.smoke, f"{name}: the downloads ended before the server did")
        for number, server in enumerate((first, second), 1):
            outcome.expect(server.metrics()["ft_connections"] > 0 or bench.smoke, f"{name}: server {number} has no connections")
        if kill:
            first.kill()
        else:
            code = first.terminate()
            outcome.expect(code == 0, f"SIGTERM: the server ended with {code}")
        fetches.wait(bench.limit_seconds)
        seconds = time.monotonic() - began
        processes.end(balancer)
        logs = [server.log() for server in (first, second)]
        outcome.failures += first.complaints() + second.complaints()
    # The log has exchanges that ended; on a server that was killed there may have been none.
    outcome.expect(_CLIENT in logs[0] + logs[1], f"{name}: the servers have seen nobody from {_CLIENT}")
    files, notices = fetches.judge(outcome)
    codes = sorted({fetch.code for fetch in fetches.all})
    outcome.lines.append(
        [
            name,
            size.replicas_downloads,
            files,
            ", ".join(str(code) for code in codes),
            notices,
            f"{seconds:.0f}",
            logs[1].count(_CLIENT),
        ]
    )
    outcome.targets.append(Target(f"complete downloads, {name}", files, low=size.replicas_downloads))
    outcome.samples[name] = {"seconds": seconds, "notices": notices, "exit_codes": codes}
    for fetch in fetches.all:
        for _, copy in fetch.copies:
            copy.unlink(missing_ok=True)
