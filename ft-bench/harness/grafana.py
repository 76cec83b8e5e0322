"""The dashboard of the documentation: its expressions, with the variables filled in as Grafana fills them."""

import json
import re
from dataclasses import dataclass
from pathlib import Path

from figures import BenchError

DASHBOARD = Path(__file__).resolve().parent.parent.parent / "docs/grafana-ft-server.json"
# What Grafana makes of a scrape interval of a second is too short for the few seconds of a trial.
_RATE_INTERVAL = "15s"
_SPECIAL = re.compile(r"[\\^$*+?.()|{}\[\]]")
_LABEL_VALUES = re.compile(r"label_values\((\w+), (\w+)\)")


@dataclass
class Expression:
    panel: str
    ref: str
    text: str

    def filled(self, instances):
        """For these servers: one, or all."""
        shown = [_SPECIAL.sub(lambda found: "\\\\" + found.group(), instance) for instance in instances]
        variables = {
            "instance": shown[0] if len(shown) == 1 else f"({'|'.join(shown)})",
            "__rate_interval": _RATE_INTERVAL,
        }

        def value(found):
            if found.group(1) not in variables:
                raise BenchError(f"{self.panel}: no variable {found.group()}")
            return variables[found.group(1)]

        return re.sub(r"\$(\w+)", value, self.text)


def expressions(dashboard):
    return [
        Expression(panel["title"], target["refId"], target["expr"])
        for panel in dashboard["panels"]
        for target in panel["targets"]
    ]


def instances_query(dashboard):
    """The metric and the label that the variable `instance` is chosen from."""
    (text,) = (
        variable["query"]["query"] for variable in dashboard["templating"]["list"] if variable["name"] == "instance"
    )
    found = _LABEL_VALUES.fullmatch(text)
    if not found:
        raise BenchError(f"the variable instance is no label_values(METRIC, LABEL): {text}")
    return found.groups()


def load():
    return json.loads(DASHBOARD.read_text(encoding="utf-8"))
