"""What a trial is, and the list of all of them."""

from dataclasses import dataclass, field
from typing import Optional

from figures import two_digits

# Filled by the modules that define trials, in the order in which they are imported.
TRIALS = {}


@dataclass
class Target:
    """What a trial is to reach: a value between two limits, either of which may be missing."""

    text: str
    value: float
    low: Optional[float] = None
    high: Optional[float] = None
    unit: str = ""

    @property
    def met(self):
        return (self.low is None or self.value >= self.low) and (self.high is None or self.value <= self.high)

    def measured(self):
        return f"{two_digits(self.value)}{' ' + self.unit if self.unit else ''}"

    def allowed(self):
        unit = f" {self.unit}" if self.unit else ""
        if self.low is None:
            return f"≤ {two_digits(self.high)}{unit}"
        if self.high is None:
            return f"≥ {two_digits(self.low)}{unit}"
        return f"{two_digits(self.low)}–{two_digits(self.high)}{unit}"


@dataclass
class Outcome:
    """What a trial has seen."""

    title: str
    # A table: the names of the columns, and the lines.
    head: list = field(default_factory=list)
    lines: list = field(default_factory=list)
    targets: list = field(default_factory=list)
    notes: list = field(default_factory=list)
    # What must not happen at all, however small and short the trial is: a wrong byte, an error, a crash.
    failures: list = field(default_factory=list)
    # All samples, for results.json.
    samples: dict = field(default_factory=dict)
    name: str = ""

    def expect(self, right, failure):
        if not right:
            self.failures.append(failure)


def trial(name, files_bytes, *, by_default=True):
    """Registers a function that runs a trial; files_bytes tells what its files and copies take, from the Size. One that is not
    run by default needs more than others do: root, and packages from the network."""

    def register(run):
        run.files_bytes = files_bytes
        run.by_default = by_default
        TRIALS[name] = run
        return run

    return register
