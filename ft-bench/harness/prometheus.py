"""A Prometheus of a trial's own, which scrapes once a second, and what can be asked of it."""

import json
import subprocess
import time
import urllib.error
import urllib.parse
import urllib.request

import processes
from figures import BenchError
from ftserver import await_true, free_port

JOB = "ft-server"


class Prometheus:
    """Scrapes the targets until it is stopped. Use it with `with`."""

    def __init__(self, bench, targets, rules):
        self._folder = bench.new_folder("prometheus")
        self._err = self._folder / "err"
        self._targets = len(targets)
        config = {
            "global": {"scrape_interval": "1s", "evaluation_interval": "1s"},
            "rule_files": [str(rules)],
            "scrape_configs": [{"job_name": JOB, "static_configs": [{"targets": targets}]}],
        }
        # JSON is YAML, too.
        file = self._folder / "prometheus.yml"
        file.write_text(json.dumps(config), encoding="utf-8")
        self._port = free_port()
        command = ["prometheus", f"--config.file={file}", f"--storage.tsdb.path={self._folder / 'data'}"]
        command += [f"--web.listen-address=127.0.0.1:{self._port}", "--log.level=warn"]
        self._pid = processes.spawn(command, bench.env(), stderr=self._err)
        try:
            await_true(self._is_ready, 60, "prometheus does not start")
        except BenchError:
            self.stop()
            raise

    def _is_ready(self):
        if processes.has_ended(self._pid):
            raise BenchError(f"prometheus has ended: {self._err.read_text(encoding='utf-8').strip()[-500:]}")
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self._port}/-/ready", timeout=10):
                return True
        except (urllib.error.URLError, ConnectionError):
            return False

    def ask(self, path, **given):
        """The data of an answer of the HTTP API."""
        url = f"http://127.0.0.1:{self._port}/api/v1/{path}?{urllib.parse.urlencode(given, doseq=True)}"
        try:
            with urllib.request.urlopen(url, timeout=30) as answer:
                return json.load(answer)["data"]
        except urllib.error.HTTPError as cause:
            with cause:
                raise BenchError(f"prometheus: {json.load(cause).get('error', cause)}") from cause

    def series(self, expression, began):
        """What the expression was each second since then: a list of the values of each series; none is no number."""
        # The last step is now.
        end = time.time()
        found = self.ask("query_range", query=expression, start=end - int(end - began), end=end, step=1)["result"]
        return [[float(value) for _, value in series["values"] if value != "NaN"] for series in found]

    def await_each(self, expression):
        """Waits until it has seen this of each target."""

        def seen():
            return len(self.ask("query", query=expression)["result"]) == self._targets

        await_true(seen, 60, f"Prometheus does not see {expression}")

    def stop(self):
        processes.end(self._pid)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.stop()


def lint(text):
    """What promtool has to say about the text of /metrics."""
    done = subprocess.run(["promtool", "check", "metrics"], input=text, capture_output=True, text=True, check=False)
    # 3 for names that are not as it wants them.
    if done.returncode not in (0, 3):
        raise BenchError(f"promtool does not understand /metrics: {done.stderr.strip()[-500:]}")
    return done.stderr.strip().splitlines()
