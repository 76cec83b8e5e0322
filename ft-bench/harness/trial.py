"""bin/trial: puts a real server through what is to be expected of people and networks. README.md has more."""

import argparse
import dataclasses
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
import processes
import trial_attack  # noqa: F401 - defines trials
import trial_share  # noqa: F401
import trial_restart  # noqa: F401
import trial_idle  # noqa: F401
import trial_replicas  # noqa: F401
import trial_dashboard  # noqa: F401
import trial_service  # noqa: F401
import trial_image  # noqa: F401
import trial_soak  # noqa: F401
import trial_report
from bench import Bench, choose_work_parent, make_folder
from figures import GIB, BenchError
from sizes import SHORT, Size
from trials import TRIALS

CHECKOUT = Path(__file__).resolve().parent.parent.parent
TARGET = CHECKOUT / "ft-bench/target"
_DEFAULT_MINUTES, _SHORT_MINUTES = 60, 0.3


class Trials(Bench):
    """What the trials share."""

    def __init__(self, *, size, minutes, **given):
        super().__init__(**given)
        self.size = size
        self.minutes = minutes


def arguments(words):
    description = "Puts ft-server through trials on the loopback interface, and says what was seen."
    parser = argparse.ArgumentParser(prog="trial", description=description)
    usual = [name for name, run in TRIALS.items() if run.by_default]
    others = [name for name in TRIALS if name not in usual]
    which = f"which; by default {', '.join(usual)}; there are {', '.join(others)}, too, which need root and the network"
    parser.add_argument("names", metavar="NAME", nargs="*", help=which)
    parser.add_argument("--short", action="store_true", help="seconds each, with small numbers: does it work, not how well")
    parser.add_argument("--minutes", type=float, metavar="M", help="how long the trial soak takes, 60 by default")
    parser.add_argument("--no-build", action="store_true", help="take the jars that are there")
    parser.add_argument("--work", type=Path, metavar="DIR", help="where the files lie; in /dev/shm if it has the room")
    parser.add_argument("--out", type=Path, metavar="DIR", help="for the results; ft-bench/target/trials by default")
    parser.add_argument("--java-home", type=Path, metavar="DIR", help="the Java that everything runs on")
    given = parser.parse_args(words)
    for name in given.names:
        if name not in TRIALS:
            parser.error(f"there is no {name}; there are: {', '.join(TRIALS)}")
    given.names = given.names or usual
    if given.minutes is None:
        given.minutes = _SHORT_MINUTES if given.short else _DEFAULT_MINUTES
    if given.minutes <= 0:
        parser.error("--minutes is to be more than 0")
    if given.work is not None and not given.work.is_dir():
        parser.error(f"--work: {given.work} is no folder")
    return given


def say(text):
    print(text, file=sys.stderr, flush=True)


def run(given):
    packages.make_sure_of_trials(say, given.names, build=not given.no_build)
    if not given.no_build:
        say("Building (the first time, Maven fetches what it needs) ...")
        if subprocess.run(["mvn", "-B", "-q", "-DskipTests", "package"], cwd=CHECKOUT, check=False).returncode != 0:
            raise BenchError("the build failed")
    homes = machine.javas([given.java_home] if given.java_home else [])[:1]
    size = SHORT if given.short else Size()
    out = (given.out or TARGET / "trials").resolve()
    out.mkdir(parents=True, exist_ok=True)
    needed_bytes = sum(TRIALS[name].files_bytes(size) for name in given.names) + (GIB // 8 if given.short else GIB)
    work = make_folder(choose_work_parent(given.work and given.work.resolve(), needed_bytes), "trial")
    try:
        bench = Trials(
            size=size,
            minutes=given.minutes,
            checkout=CHECKOUT,
            smoke=given.short,
            rounds=1,
            homes=homes,
            java=homes[0],
            seed=None,
            max_bytes=0,
            work=work,
            disk=work,
        )
        return _run_all(bench, given, out)
    finally:
        # Nothing interrupts the cleaning up.
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, signal.SIG_IGN)
        processes.end_all()
        shutil.rmtree(work, ignore_errors=True)


def _run_all(bench, given, out):
    about = machine.describe(bench)
    about |= {"began": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()), "short": given.short}
    bench.prepare_archives()
    outcomes = []
    for name in given.names:
        say(f"{name} ...")
        began = time.monotonic()
        try:
            outcome = TRIALS[name](bench)
        except BenchError as cause:
            # The others may still say something.
            outcome = trial_report.broken(name, str(cause))
        finally:
            processes.end_all()
        outcome.name = name
        outcomes.append(outcome)
        for failure in outcome.failures:
            say(f"  FAILED: {failure}")
        say(f"  {time.monotonic() - began:.0f} s")
    about["load_after"] = round(os.getloadavg()[0], 2)
    text = trial_report.whole(about, outcomes, short=given.short)
    (out / "trials.md").write_text(text, encoding="utf-8")
    results = {"machine": about, "trials": [dataclasses.asdict(outcome) for outcome in outcomes]}
    (out / "trials.json").write_text(json.dumps(results, indent=1) + "\n", encoding="utf-8")
    print(text)
    say(f"The results are in {out}.")
    return 1 if any(outcome.failures for outcome in outcomes) else 0


def _interrupt(_signal, _frame):
    raise KeyboardInterrupt


def main():
    given = arguments(sys.argv[1:])
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        # nohup means it.
        if number != signal.SIGHUP or signal.getsignal(number) != signal.SIG_IGN:
            signal.signal(number, _interrupt)
    try:
        return run(given)
    except BenchError as cause:
        say(f"trial: {cause}")
        return 1
    except KeyboardInterrupt:
        say("trial: interrupted")
        return 130


if __name__ == "__main__":
    sys.exit(main())
