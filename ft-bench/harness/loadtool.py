"""The load tool, a Java program of this module: many clients at once, idle connections, and a proxy that delays."""

import json
import os
import time
from contextlib import contextmanager

import processes
from figures import BenchError
from measure import Contender

_MAIN = "io.ft.bench.load.LoadMain"


def command(bench, *words):
    if not bench.load_jar.exists():
        raise BenchError(f"there is no {bench.load_jar}; build it with: mvn -q package -DskipTests")
    return [bench.java.path / "bin/java", "-cp", bench.load_jar, _MAIN, *words]


def download(bench, server, source, *, name, clients, requests):
    """So many connections at once, with so many downloads one after the other on each."""
    protocol = "ft" if server.kind == "ft" else "http"
    words = ["download", "--protocol", protocol, "--host", server.host, "--port", server.port]
    words += ["--path", source.relative_to(server.root), "--clients", clients, "--requests", requests]
    expected_bytes = source.stat().st_size * clients * requests

    def read(text):
        told = json.loads(text)
        if told["bytes"] != expected_bytes or len(told["completion_seconds"]) != clients:
            raise BenchError(f"{name}: {told['bytes']} bytes came instead of {expected_bytes}")
        completion = sorted(told["completion_seconds"])
        return {
            "bytes": told["bytes"],
            "load_wall_seconds": told["wall_seconds"],
            "slowest_seconds": completion[-1],
            "median_seconds": completion[len(completion) // 2],
            "fastest_seconds": completion[0],
        }

    return Contender(name, command(bench, *words), server=server, read_output=read)


@contextmanager
def _until_stdin_ends(bench, words, awaited):
    """Runs the tool in one of the ways that last; gives what it printed after the awaited words."""
    folder = bench.new_folder("load")
    out, err = folder / "out", folder / "err"
    reading, writing = os.pipe()
    try:
        pid = processes.spawn(command(bench, *words), bench.env(), stdin=reading, stdout=out, stderr=err)
    except BaseException:
        os.close(writing)
        raise
    finally:
        os.close(reading)
    try:
        until = time.monotonic() + bench.limit_seconds
        while True:
            text = out.read_text(encoding="utf-8") if out.exists() else ""
            if awaited in text and text.endswith("\n"):
                break
            if processes.has_ended(pid) or time.monotonic() > until:
                raise BenchError(f"the load tool does not start: {err.read_text(encoding='utf-8').strip()}")
            time.sleep(0.01)
        yield text.partition(awaited)[2].split()[0]
    finally:
        os.close(writing)
        processes.end(pid)


def idle(bench, server, connections):
    words = ["idle", "--host", server.host, "--port", server.port, "--connections", connections]
    return _until_stdin_ends(bench, words, "open ")


def proxy(bench, server, round_trip_millis):
    """Gives the address of a proxy that holds everything up for half a round trip in each direction."""
    words = ["proxy", "--to", server.address, "--delay-millis", f"{round_trip_millis / 2:g}"]
    return _until_stdin_ends(bench, words, "listening on ")
