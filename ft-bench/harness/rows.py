"""What a row of the table is, and the list of all of them."""

from dataclasses import dataclass, field
from typing import Optional

# Filled by the modules that define rows, in the order in which they are imported.
ROWS = {}


@dataclass
class Row:
    """A row that was measured."""

    title: str
    # By the name of the contender; see measure.Sample.
    samples: dict = field(default_factory=dict)
    # The contender that the others are compared with.
    base: Optional[str] = None
    # What the medians and the ratios are of.
    metric: str = "wall_seconds"
    metric_name: str = "median"
    goals: list = field(default_factory=list)
    notes: list = field(default_factory=list)
    # Why there is nothing.
    skipped: Optional[str] = None
    name: str = ""


def row(name, files_bytes=lambda scale: 0):
    """Registers a function that measures a row; files_bytes is what its files and copies take in memory."""

    def register(measure):
        measure.files_bytes = files_bytes
        ROWS[name] = measure
        return measure

    return register


def skipped(title, why):
    return Row(title, skipped=why)
