"""Plots of the curves: SVG, made by gnuplot."""

import subprocess

from figures import MIB, BenchError, median
from measure import values

# The file's ending, the axis, what the figures are divided by.
_KINDS = (
    ("time", "seconds", 1),
    ("cpu", "seconds of processor time", 1),
    ("memory", "MiB resident", MIB),
)
_SIDES = {
    "cpu": (("client", "client_cpu_seconds"), ("server", "server_cpu_seconds")),
    "memory": (("client", "client_peak_bytes"), ("server", "server_peak_bytes")),
}


def write(bench, curve, out):
    """One plot for the time, one for processor time and one for memory, the latter two of both sides."""
    points = [(x, samples) for x, samples in curve.points if isinstance(x, (int, float))]
    if len(points) < 2:
        return
    for ending, axis, divisor in _KINDS:
        lines = {}
        for x, samples in points:
            for name, runs in samples.items():
                sides = _SIDES.get(ending) or (("", curve.metric),)
                for side, of_side in sides:
                    measured = values(runs, of_side)
                    if None not in measured:
                        lines.setdefault(_label(name, side), []).append((x, median(measured) / divisor))
        _plot(bench, script(curve, axis, lines), out / f"{curve.name}-{ending}.svg")


def _label(name, side):
    plain = name.replace("`", "")
    return f"{plain}, {side}" if side else plain


def script(curve, axis, lines):
    """The words for gnuplot. A logarithm knows no 0: there the x axis is a linear one, and a y of 0 is left out."""
    xs = sorted({x for points in lines.values() for x, _ in points})
    logarithmic = xs[0] > 0
    scale = "set logscale xy" if logarithmic else "set logscale y"
    if logarithmic and curve.x_name == "size":
        ticks = "set xtics (" + ", ".join(f'"{curve.x_text(x)}" {x}' for x in xs) + ")"
    else:
        ticks = "set xtics auto"
    parts = [
        "set terminal svg size 800,500 dynamic font 'sans-serif,13' background rgb 'white'",
        f"set title {_quoted(curve.title)} noenhanced",
        f"set xlabel {_quoted(curve.x_name)} noenhanced",
        f"set ylabel {_quoted(axis)} noenhanced",
        f"{scale}\n{ticks}",
        "set key outside bottom center horizontal noenhanced\nset grid\nset pointsize 0.6",
    ]
    plots = []
    for number, (name, points) in enumerate(lines.items()):
        rows = "\n".join(f"{x} {y:.9g}" if y > 0 else f"{x} NaN" for x, y in points)
        parts.append(f"$line{number} << END\n{rows}\nEND")
        plots.append(f"$line{number} using 1:2 with linespoints linewidth 2 title {_quoted(name)}")
    parts.append("plot " + ", ".join(plots))
    return "\n".join(parts) + "\n"


def _quoted(text):
    return "'" + text.replace("'", "''") + "'"


def _plot(bench, text, path):
    done = subprocess.run(
        ["gnuplot"], input=f"set output '{path}'\n{text}", capture_output=True, text=True, env=bench.env(), check=False
    )
    if done.returncode != 0 or not path.exists():
        raise BenchError(f"gnuplot failed: {done.stderr.strip()[-500:]}")
