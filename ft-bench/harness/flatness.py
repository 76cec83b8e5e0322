"""Whether something stays as it is: the last quarter of its samples against the first."""

from figures import BenchError, median


LEAST_SAMPLES = 4


def quarters(values):
    """The medians of the first and of the last quarter."""
    if len(values) < LEAST_SAMPLES:
        raise BenchError(f"{len(values)} samples are too few for quarters")
    count = len(values) // 4
    return median(values[:count]), median(values[-count:])


def change(values):
    """The last quarter as a multiple of the first; 1 if there is nothing in either."""
    first, last = quarters(values)
    if first == 0:
        return 1.0 if last == 0 else float("inf")
    return last / first
