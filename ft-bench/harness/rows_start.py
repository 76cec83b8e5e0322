"""One file of 1 KiB: how long the start of the client takes."""

import sys
from pathlib import Path

import contenders
import services
from figures import KIB, Goal, ratio
from files import Check
from measure import Contender, alternate, values
from rows import Row, row

_LIMITS = {17: 2.5, 25: 1.5}


@row("start")
def start(bench):
    source = bench.files.file("one.bin", KIB)
    root = bench.files.root
    if bench.seed is not None:
        program, base = bench.seed / "client.py", "the original client"
        notes = ["The base is the original client, with a server that leaves 2 ms between the two parts of its answer."]
    else:
        program, base = Path(__file__).with_name("classic_client.py"), "a client like the original one"
        notes = [
            "The base is a client of the harness that does what the original one does, since that was not given (`--seed`); "
            "its server leaves 2 ms between the two parts of its answer."
        ]
    name_file = bench.new_folder("start") / "name"
    name_file.write_text(f"{source.name}\n", encoding="utf-8")
    with services.start_ft(bench, root) as ft, services.start_classic(bench, root) as classic:
        folder = bench.copies()
        python = Contender(
            base,
            # Debian's own: what a version manager puts in its place takes twice as long to start.
            [sys.executable, program],
            folder,
            # A run in which it fetches nothing is fast, and ends with 0.
            Check(source, folder / f"received_{source.name}"),
            classic,
            env={"HOST": classic.host, "PORT": str(classic.port)},
            inside=True,
            stdin=name_file,
        )
        ours = {
            java: contenders.ft_file(bench, ft, source, name=f"`ft get`, JDK {java.version}", java=java)
            for java in bench.homes
        }
        # They are short and differ much; and the server is to be as warm as one that has run for long.
        rounds = bench.rounds if bench.smoke else 4 * bench.rounds
        samples = alternate(bench, [python, *ours.values()], rounds)
    notes.append(f"{rounds} rounds.")
    goals = []
    for java, contender in ours.items():
        reached = ratio(values(samples[contender.name], "wall_seconds"), values(samples[base], "wall_seconds"))
        if java.major in _LIMITS:
            goals.append(Goal(f"ft on JDK {java.major} / {base}", reached, _LIMITS[java.major]))
        else:
            notes.append(f"There is no goal for JDK {java.version}.")
    return Row("One file of 1 KiB: the start of the client", samples, base, goals=goals, notes=notes)
