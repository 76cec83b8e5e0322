"""bin/bench: measures ft against its peers on the loopback interface. README.md has more."""

import argparse
import json
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import machine
import packages
import plots
import processes
import report
import rows_files  # noqa: F401 - defines rows
import rows_start  # noqa: F401
import rows_server  # noqa: F401
import rows_memory  # noqa: F401
import rows_network  # noqa: F401
import rows_tls  # noqa: F401
import rows_fallback  # noqa: F401
from bench import TINY, Bench, Scale, choose_work_parent, make_folder
from curves import CURVES, largest_sizes_bytes
from figures import GIB, BenchError, parse_bytes
from measure import own_peak_bytes
from rows import ROWS

CHECKOUT = Path(__file__).resolve().parent.parent.parent
TARGET = CHECKOUT / "ft-bench/target"


def arguments(words):
    description = "Measures ft against its peers on the loopback interface."
    parser = argparse.ArgumentParser(prog="bench", description=description)
    parser.add_argument("--rows", metavar="NAME,...", help="only these rows; none with an empty word")
    parser.add_argument("--curves", metavar="NAME,...", help="only these curves; none with an empty word")
    parser.add_argument("--rounds", type=int, metavar="N", help="rounds that count, 5 by default; half as many for curves")
    parser.add_argument("--smoke", action="store_true", help="all once with tiny files: does it work, not how fast")
    parser.add_argument("--no-build", action="store_true", help="take the jars that are there")
    parser.add_argument("--work", type=Path, metavar="DIR", help="where the files lie; in /dev/shm if it has the room")
    parser.add_argument("--disk", type=Path, metavar="DIR", help="on a disk, for copies; ft-bench/target by default")
    parser.add_argument("--out", type=Path, metavar="DIR", help="for the results; ft-bench/target/results by default")
    parser.add_argument(
        "--java-home", action="append", default=[], metavar="DIR", help="can be repeated; all but the row start use the first"
    )
    parser.add_argument("--seed", type=Path, metavar="DIR", help="has the original client.py, for the row start")
    parser.add_argument("--max-size", default="2GiB", metavar="SIZE", help="largest file of the curve size, 2GiB by default")
    parser.add_argument("--list", action="store_true", help="print the names of rows and curves")
    given = parser.parse_args(words)
    if given.rounds is not None and given.rounds < 1:
        parser.error("--rounds is to be at least 1")
    given.rounds = given.rounds or (1 if given.smoke else 5)
    try:
        # Whoever asks for rows alone wants no curves, and the other way round.
        given.rows, given.curves = _chosen(given.rows, ROWS, given.curves), _chosen(given.curves, CURVES, given.rows)
        given.max_bytes = largest_sizes_bytes(parse_bytes(given.max_size))
    except BenchError as cause:
        parser.error(str(cause))
    for option in ("work", "disk", "seed"):
        folder = getattr(given, option)
        if folder is not None and not folder.is_dir():
            parser.error(f"--{option}: {folder} is no folder")
        if folder is not None:
            setattr(given, option, folder.resolve())
    return given


def _chosen(names, known, others):
    if names is None:
        return list(known) if others is None else []
    chosen = [name for name in names.split(",") if name]
    for name in chosen:
        if name not in known:
            raise BenchError(f"there is no {name}; there are: {', '.join(known)}")
    return chosen


def _say(text):
    print(text, file=sys.stderr, flush=True)


def _build():
    _say("Building (the first time, Maven fetches what it needs) ...")
    if subprocess.run(["mvn", "-B", "-q", "-DskipTests", "package"], cwd=CHECKOUT, check=False).returncode != 0:
        raise BenchError("the build failed")


def measure(given):
    packages.make_sure(_say, build=not given.no_build)
    if not given.no_build:
        _build()
    homes = machine.javas(given.java_home)
    TARGET.mkdir(parents=True, exist_ok=True)
    out = (given.out or TARGET / "results").resolve()
    out.mkdir(parents=True, exist_ok=True)
    scale = TINY if given.smoke else Scale()
    max_bytes = scale.big_bytes if given.smoke else given.max_bytes
    needed = [ROWS[name].files_bytes(scale) for name in given.rows]
    needed += [CURVES[name].files_bytes(scale, max_bytes) for name in given.curves]
    # What one row needs, and what stays of those before.
    room_bytes = max(needed, default=0) + scale.big_bytes + (GIB // 8 if given.smoke else GIB)
    work = make_folder(choose_work_parent(given.work, room_bytes), "work")
    disk = None
    try:
        disk = make_folder(given.disk or TARGET, "disk")
        bench = Bench(
            checkout=CHECKOUT,
            smoke=given.smoke,
            rounds=given.rounds,
            homes=homes,
            java=homes[0],
            seed=given.seed,
            max_bytes=max_bytes,
            work=work,
            disk=disk,
        )
        return _measure_all(bench, given, out)
    finally:
        # Nothing interrupts the cleaning up.
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, signal.SIG_IGN)
        processes.end_all()
        for folder in (work, disk):
            if folder is not None:
                shutil.rmtree(folder, ignore_errors=True)


def _measure_all(bench, given, out):
    about = machine.describe(bench)
    about["began"] = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())
    about |= {"rounds": bench.rounds, "curve_rounds": bench.curve_rounds, "smoke": bench.smoke}
    bench.prepare_archives()
    rows, curves = [], []
    code = 0
    try:
        for name in given.rows:
            _say(f"{name} ...")
            row = ROWS[name](bench)
            row.name = name
            rows.append(row)
        for name in given.curves:
            _say(f"curve {name} ...")
            curve = CURVES[name](bench)
            curve.name = name
            plots.write(bench, curve, out)
            curves.append(curve)
    except BenchError as cause:
        _say(f"bench: {cause}")
        code = 1
    about["load_after"] = round(os.getloadavg()[0], 2)
    # What the kernel counts as the memory of a process that was started from here, at the least.
    about["harness_bytes"] = own_peak_bytes()
    text = report.whole(about, rows, curves, smoke=bench.smoke)
    (out / "table.md").write_text(text, encoding="utf-8")
    (out / "results.json").write_text(json.dumps(report.data(about, rows, curves), indent=1) + "\n", encoding="utf-8")
    print(text)
    _say(f"The results are in {out}." + (" They are not complete." if code else ""))
    return code


def _interrupt(_signal, _frame):
    raise KeyboardInterrupt


def main():
    given = arguments(sys.argv[1:])
    if given.list:
        print("rows:   " + " ".join(ROWS))
        print("curves: " + " ".join(CURVES))
        return 0
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        # nohup means it.
        if number != signal.SIGHUP or signal.getsignal(number) != signal.SIG_IGN:
            signal.signal(number, _interrupt)
    try:
        return measure(given)
    except BenchError as cause:
        _say(f"bench: {cause}")
        return 1
    except KeyboardInterrupt:
        _say("bench: interrupted")
        return 130


sys.exit(main())
