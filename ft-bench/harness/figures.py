"""Numbers: medians, ratios of alternating runs, goals, and how a number is written in a table."""

import statistics
from dataclasses import dataclass

KIB = 1 << 10
MIB = 1 << 20
GIB = 1 << 30


class BenchError(Exception):
    """Ends the measurement; its message is for people."""


@dataclass
class Goal:
    """What a row is to reach: a value that must not be above the limit."""

    text: str
    value: float
    limit: float
    unit: str = ""

    @property
    def met(self):
        return self.value <= self.limit

    def measured(self):
        return f"{two_digits(self.value)}{' ' + self.unit if self.unit else ''}"

    def allowed(self):
        return f"≤ {two_digits(self.limit)}{' ' + self.unit if self.unit else ''}"


def median(values):
    if not values:
        raise BenchError("nothing was measured")
    return statistics.median(values)


def ratio(values, base):
    """Of the medians; None if the base is too small to be measured."""
    below = median(base)
    return median(values) / below if below > 0 else None


def pairs(values, base):
    """The smallest and the largest ratio round by round; None if there is none."""
    ratios = [value / other for value, other in zip(values, base) if other > 0]
    return (min(ratios), max(ratios)) if ratios else None


def two_digits(value):
    """At least two digits that say something, and no more of them behind the point than that takes."""
    if value is None:
        return "-"
    size = abs(value)
    if size >= 10:
        return f"{value:,.0f}"
    if size >= 1:
        return f"{value:.1f}" if f"{value:.2f}".endswith("0") else f"{value:.2f}"
    return f"{value:.2f}"


def ratio_text(value):
    if value is None:
        return "-"
    return f"{value:,.0f}" if value >= 10 else f"{value:.2f}"


def pairs_text(span):
    return "-" if span is None else f"{ratio_text(span[0])}–{ratio_text(span[1])}"


def seconds_text(seconds):
    if seconds is None:
        return "-"
    if seconds < 0.001:
        return f"{seconds * 1e6:.1f} µs"
    if seconds < 0.010:
        return f"{seconds * 1e3:.1f} ms"
    if seconds < 10:
        return f"{seconds * 1e3:,.0f} ms"
    return f"{seconds:,.1f} s"


def cpu_text(seconds):
    return "-" if seconds is None else f"{seconds:.2f} s" if seconds >= 0.1 else f"{seconds:.4f} s"


def bytes_text(count):
    """Whole units where there are any, as a size that somebody chose has them."""
    for unit, name in ((GIB, "GiB"), (MIB, "MiB"), (KIB, "KiB")):
        if count >= unit:
            return f"{count // unit:,} {name}" if count % unit == 0 else f"{count / unit:,.1f} {name}"
    return f"{count:,} bytes"


def memory_text(count):
    return "-" if count is None else f"{count / MIB:,.0f} MiB"


def parse_bytes(text):
    """2GiB, 2G, 64M, 1024."""
    units = {"k": KIB, "m": MIB, "g": GIB}
    plain = text.replace(" ", "").lower().removesuffix("ib").removesuffix("b")
    factor = 1
    if plain and plain[-1] in units:
        factor = units[plain[-1]]
        plain = plain[:-1]
    if not plain.isdigit():
        raise BenchError(f"{text!r} is no size")
    return int(plain) * factor
