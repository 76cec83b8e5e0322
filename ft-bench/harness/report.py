"""Tables for people, and results.json for programs."""

import dataclasses

from figures import cpu_text, median, memory_text, pairs, pairs_text, ratio, ratio_text, seconds_text
from measure import values

_CLIENT, _SERVER = "client_cpu_seconds", "server_cpu_seconds"


def table(head, lines):
    """Markdown."""
    rule = ["---"] * len(head)
    return "\n".join("| " + " | ".join(str(cell) for cell in line) + " |" for line in [head, rule, *lines])


def whole(machine, rows, curves, *, smoke):
    parts = [head(machine, smoke=smoke)]
    parts += [row_text(row, machine["harness_bytes"]) for row in rows]
    if rows:
        parts.append(goals_text(rows, smoke=smoke))
    parts += [curve_text(curve, machine["harness_bytes"]) for curve in curves]
    return "\n\n".join(parts) + "\n"


def head(machine, *, smoke):
    versions = "; ".join(f"{name} {version}" for name, version in machine["versions"].items())
    text = (
        f"**Machine**: {machine['processor']}, {machine['cores']} cores, {machine['memory_gib']} GiB, "
        f"{machine['kernel']}, {machine['system']}; files on {machine['files_on']}, the disk is {machine['disk_is']}; "
        f"load {machine['load_before']} before, {machine['load_after']} after. {versions}.\n\n"
        f"{machine['rounds']} rounds for each row, {machine['curve_rounds']} for each point of a curve. "
        "Medians of whole processes; a ratio is one of medians, pairs are the smallest and the largest ratio round by round."
    )
    return text + (" **A trial with tiny files: the figures mean nothing.**" if smoke else "")


def row_text(row, floor_bytes):
    parts = [f"## {row.name}: {row.title}"]
    if row.skipped:
        parts.append(_sentence(row.skipped))
    if row.samples:
        parts.append(table(_head(row.metric_name, row.base), _lines(row.samples, row.base, row.metric, floor_bytes)))
    if row.notes:
        parts.append("\n".join(f"- {note}" for note in row.notes))
    return "\n\n".join(parts)


def _sentence(text):
    return f"{text[0].upper()}{text[1:]}."


def _head(metric_name, base):
    ratios = ["ratio", "pairs"] if base else []
    return ["command", metric_name, *ratios, "client CPU", "server CPU", "client memory", "server memory"]


def _lines(samples, base, metric, floor_bytes):
    lines = []
    for name, runs in samples.items():
        measured = values(runs, metric)
        line = [name, seconds_text(median(measured))]
        if base == name:
            line += ["1", ""]
        elif base:
            other = values(samples[base], metric)
            line += [ratio_text(ratio(measured, other)), pairs_text(pairs(measured, other))]
        line += [
            cpu_text(_median(runs, _CLIENT)),
            cpu_text(_median(runs, _SERVER)),
            _client_memory_text(_median(runs, "client_peak_bytes"), floor_bytes),
            memory_text(_median(runs, "server_peak_bytes")),
        ]
        lines.append(line)
    return lines


def _client_memory_text(peak_bytes, floor_bytes):
    return f"< {memory_text(floor_bytes)}" if peak_bytes is None else memory_text(peak_bytes)


def _median(runs, metric):
    measured = values(runs, metric)
    return None if None in measured else median(measured)


def goals_text(rows, *, smoke):
    lines = []
    for row in rows:
        if row.skipped:
            lines.append([row.name, "", "", "", row.skipped])
        for goal in row.goals:
            # A trial says nothing about times, so nothing is said about them.
            verdict = "not judged" if smoke else "met" if goal.met else "**not met**"
            lines.append([row.name, goal.text, goal.allowed(), goal.measured(), verdict])
    return "## Goals\n\n" + table(["row", "what", "goal", "measured", ""], lines)


def curve_text(curve, floor_bytes):
    parts = [f"## Curve {curve.name}: {curve.title}"]
    if curve.skipped:
        parts.append(_sentence(curve.skipped))
    lines = []
    for x, samples in curve.points:
        base = list(samples)[1]
        lines += [[curve.x_text(x), *line] for line in _lines(samples, base, curve.metric, floor_bytes)]
    if lines:
        parts.append(table([curve.x_name, *_head(curve.metric_name, "base")], lines))
    if curve.notes:
        parts.append("\n".join(f"- {note}" for note in curve.notes))
    return "\n\n".join(parts)


def data(machine, rows, curves):
    """What results.json holds: every sample, not only the medians."""
    return {
        "machine": machine,
        "rows": [
            {
                "name": row.name,
                "title": row.title,
                "base": row.base,
                "metric": row.metric,
                "goals": [{**dataclasses.asdict(goal), "met": goal.met} for goal in row.goals],
                "notes": row.notes,
                "skipped": row.skipped,
                "samples": _samples(row.samples),
            }
            for row in rows
        ],
        "curves": [
            {
                "name": curve.name,
                "title": curve.title,
                "x": curve.x_name,
                "metric": curve.metric,
                "notes": curve.notes,
                "skipped": curve.skipped,
                "points": [{"x": x, "samples": _samples(samples)} for x, samples in curve.points],
            }
            for curve in curves
        ],
    }


def _samples(samples):
    return {name: [dataclasses.asdict(run) for run in runs] for name, runs in samples.items()}
