"""How much came in a window of time, from the samples of the load tool."""

from figures import BenchError


def bytes_at(samples, seconds):
    """How much had come by then, in a straight line between two samples; each has the time and the bytes."""
    before = (0.0, 0)
    for time, count in samples:
        if time >= seconds:
            part = (seconds - before[0]) / (time - before[0])
            return before[1] + part * (count - before[1])
        before = (time, count)
    raise BenchError(f"the samples end at {before[0]} s, before {seconds} s")


def rate(samples, start_seconds, end_seconds):
    """Bytes a second in the window."""
    if start_seconds >= end_seconds:
        raise BenchError(f"there is no window from {start_seconds} s to {end_seconds} s")
    came = bytes_at(samples, end_seconds) - bytes_at(samples, start_seconds)
    return came / (end_seconds - start_seconds)


def end_seconds(samples):
    return samples[-1][0]
