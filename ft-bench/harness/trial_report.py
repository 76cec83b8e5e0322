"""What the trials have seen, as Markdown."""

from report import table
from trials import Outcome


def broken(name, why):
    """A trial that did not come to its end."""
    return Outcome(f"{name} could not be carried out", failures=[why])


def whole(machine, outcomes, *, short):
    parts = [_head(machine, short=short)]
    parts += [_outcome_text(outcome) for outcome in outcomes]
    parts.append(_targets_text(outcomes, short=short))
    return "\n\n".join(parts) + "\n"


def _head(machine, *, short):
    versions = machine["versions"]
    text = (
        f"**Machine**: {machine['processor']}, {machine['cores']} cores, {machine['memory_gib']} GiB, "
        f"{machine['kernel']}, {machine['system']}; files on {machine['files_on']}; "
        f"load {machine['load_before']} before, {machine['load_after']} after. ft {versions['ft']}; java {versions['java']}."
    )
    return text + (" **Short trials with small numbers: the figures mean nothing.**" if short else "")


def _outcome_text(outcome):
    parts = [f"## {outcome.name}: {outcome.title}"]
    if outcome.lines:
        parts.append(table(outcome.head, outcome.lines))
    if outcome.notes:
        parts.append("\n".join(f"- {note}" for note in outcome.notes))
    if outcome.failures:
        shown = [f"- **{' '.join(failure.split())}**" for failure in outcome.failures[:10]]
        more = len(outcome.failures) - len(shown)
        parts.append("\n".join(["Failures:", "", *shown, *([f"- and {more} more"] if more > 0 else [])]))
    return "\n\n".join(parts)


def _targets_text(outcomes, *, short):
    lines = []
    for outcome in outcomes:
        for target in outcome.targets:
            # A short trial says nothing about figures, so nothing is said about them.
            verdict = "not judged" if short else "met" if target.met else "**not met**"
            lines.append([outcome.name, target.text, target.allowed(), target.measured(), verdict])
        failed = len(outcome.failures)
        lines.append([outcome.name, "failures", "0", failed, "**failed**" if failed else "met"])
    return "## Targets\n\n" + table(["trial", "what", "target", "seen", ""], lines)
