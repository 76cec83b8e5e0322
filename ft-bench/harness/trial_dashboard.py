"""The dashboard and the alarms of the documentation, asked of a Prometheus that has watched a server with much to do."""

import os
import resource
import socket
import time
from contextlib import ExitStack
from pathlib import Path

import certificates
import grafana
import loadtool
from fetches import Fetches
from figures import BenchError
from ftserver import FtServer, await_true
from prometheus import Prometheus, lint
from trials import Outcome, trial

_RULES = Path(__file__).resolve().parent.parent.parent / "docs/prometheus-ft-server.yml"
_DENIED, _CROWD, _SLOW = "127.0.0.91", "127.0.0.92", "127.0.0.93"
_CROWD_CONNECTIONS = 20
# The exit code of ft.
_NOT_FOUND = 78
# These are next to nothing most of the time, and have been seen or not when Prometheus asks.
_MAY_BE_NOTHING = ("ft_content_bytes", "ft_pending_tasks")
# Micrometer's names; what is the server's own has to be as promtool wants it.
_OF_OTHERS = ("jvm_", "process_", "system_")


@trial("dashboard", lambda size: 12 * size.dashboard_file_bytes)
def dashboard(bench):
    outcome = Outcome("the dashboard and the alarms, by a Prometheus that has watched a server with much to do")
    outcome.head = ["what", "of it", "series", "most"]
    certificate, key = certificates.make(bench)
    settings = {"tls-cert": certificate, "tls-key": key, "allow-plain": True, "deny": _DENIED}
    settings |= {"max-connections-per-address": _CROWD_CONNECTIONS, "limit-rate-per-address": bench.size.dashboard_file_bytes}
    began = time.time()
    with FtServer(bench, bench.files.root, settings=settings, admin=True) as server:
        # One server by two names is two servers to Prometheus.
        instances = [server.admin_address, f"localhost:{server.admin_port}"]
        with Prometheus(bench, instances, _RULES) as prometheus:
            prometheus.await_each("up == 1")
            # First, while a single one is a share of all that is worth an alarm.
            _file_that_changes(bench, server, prometheus)
            _common_traffic(bench, outcome, server, certificate)
            _rare_events(bench, server, settings, prometheus)
            _check_metrics(outcome, server)
            _check_dashboard(outcome, prometheus, began, instances)
            outcome.failures += [line for line in server.complaints() if "reload refused" not in line]
            server.terminate()
            prometheus.await_each("up == 0")
            _check_alarms(outcome, prometheus, began)
    return outcome


def _common_traffic(bench, outcome, server, certificate):
    small = bench.files.file("small.bin", 3_000)
    file = bench.files.file("dashboard.bin", bench.size.dashboard_file_bytes)
    tree = bench.files.tree("dashboard", 20, 100)
    plain = f"ft://{server.address}"
    end = time.monotonic() + bench.size.dashboard_seconds
    with loadtool.mixed(
        bench, server, small=small.name, large=file.name, folder=tree.name, connections=8, seed=1
    ) as mixed:
        right = Fetches(bench)
        right.file(plain, small)
        right.file(plain, small, ["--classic"])
        right.file(f"fts://{server.address}", small, ["--cacert", certificate])
        right.wait(bench.limit_seconds)
        right.judge(outcome)
        missing = Fetches(bench)
        missing.file(plain, bench.files.root / "missing.bin")
        missing.wait(bench.limit_seconds)
        outcome.expect(missing.all[0].code == _NOT_FOUND, f"exit code {missing.all[0].code} for a file that is not there")
        _turned_away(server)
        time.sleep(max(0.0, end - time.monotonic()))
        result = mixed.result()
    outcome.expect(result["errors"] == 0, f"{result['errors']} errors, the first one: {result['first_error']}")


def _file_that_changes(bench, server, prometheus):
    file = bench.files.file("changes.bin", 8 * bench.size.dashboard_file_bytes)
    fetches = Fetches(bench)
    fetches.file(f"ft://{server.address}", file, ["--retry", "0"])
    fetches.await_begun(bench.limit_seconds)
    # Shorter, it might end the connection in the middle of a block: that is no failure which the client is told.
    os.utime(file)
    fetches.wait(bench.limit_seconds)
    prometheus.await_each('sum by (instance) (ft_exchanges_total{outcome="failed"}) > 0')


def _turned_away(server):
    with ExitStack() as stack:
        for _ in range(_CROWD_CONNECTIONS + 1):
            stack.enter_context(_connect(server, _CROWD))
        stack.enter_context(_connect(server, _DENIED))
        # TLS, and then nothing that could be it.
        stack.enter_context(_connect(server, "127.0.0.1")).sendall(b"\x16\x03\x01\x00\x05wrong")
        counts = ("ft_connections_refused_total", "ft_connections_failed_total")
        await_true(lambda: all(server.metrics()[count] > 0 for count in counts), 30, "nobody is turned away")


def _connect(server, address):
    return socket.create_connection(("127.0.0.1", server.port), timeout=30, source_address=(address, 0))


def _rare_events(bench, server, settings, prometheus):
    """Each lasts until Prometheus has seen it."""
    _reload(server, {**settings, "max-transfers": 1})
    with loadtool.trickle(bench, server, bench.files.root / "dashboard.bin", 3, _SLOW):
        prometheus.await_each("ft_exchanges_waiting > 0")
    with loadtool.silent(bench, server, 3, _SLOW):
        _reload(server, {**settings, "max-connections": 3, "max-connections-per-address": 3})
        prometheus.await_each("ft_ready == 0")
    _reload(server, settings)
    prometheus.await_each("ft_ready == 1")
    _reload(server, {**settings, "max-connections": "many"}, "refused")
    prometheus.await_each('ft_reloads_total{result="refused"} > 0')
    limits = resource.prlimit(server.pid, resource.RLIMIT_NOFILE)
    resource.prlimit(server.pid, resource.RLIMIT_NOFILE, (server.cost().descriptors + 5, limits[1]))
    prometheus.await_each("process_files_open_files / process_files_max_files > 0.8")
    resource.prlimit(server.pid, resource.RLIMIT_NOFILE, limits)


def _reload(server, settings, result="accepted"):
    count = f'ft_reloads_total{{result="{result}"}} '

    def reloads():
        return float(server.metrics_text().partition(count)[2].split()[0])

    before = reloads()
    server.set(settings)
    server.hang_up()
    await_true(lambda: reloads() > before, 30, f"no reload is {result}")


def _check_metrics(outcome, server):
    for line in lint(server.metrics_text()):
        if line.startswith(_OF_OTHERS):
            outcome.notes.append(f"promtool, of a name that Micrometer gives: {line}.")
        else:
            outcome.failures.append(f"promtool: {line}")


def _check_dashboard(outcome, prometheus, began, instances):
    dashboard = grafana.load()
    metric, label = grafana.instances_query(dashboard)
    found = prometheus.ask(f"label/{label}/values", **{"match[]": metric})
    outcome.expect(sorted(found) == sorted(instances), f"the servers to choose from are {found} instead of {instances}")
    for expression in grafana.expressions(dashboard):
        for chosen in (instances[:1], instances):
            try:
                series = prometheus.series(expression.filled(chosen), began)
            except BenchError as cause:
                outcome.failures.append(f"{expression.panel}, {expression.ref}: {cause}")
                continue
            _judge(outcome, expression, series, len(chosen))


def _judge(outcome, expression, series, servers):
    where = f"{expression.panel}, {expression.ref}, servers: {servers}"
    most = max((max(values, default=0.0) for values in series), default=0.0)
    outcome.expect(series, f"{where}: no answer")
    nothing_is_right = any(name in expression.text for name in _MAY_BE_NOTHING)
    outcome.expect(not series or most > 0 or nothing_is_right, f"{where}: nothing but 0, and there was something")
    outcome.lines.append([expression.panel, f"{expression.ref}, servers: {servers}", len(series), f"{most:.4g}"])


def _check_alarms(outcome, prometheus, began):
    for group in prometheus.ask("rules")["groups"]:
        for rule in group["rules"]:
            outcome.expect(rule["health"] == "ok", f"{rule['name']}: {rule.get('lastError', rule['health'])}")
            series = prometheus.series(rule["query"], began)
            outcome.expect(series, f"{rule['name']} was never true, and what it is about has happened")
            most = max((max(values, default=0.0) for values in series), default=0.0)
            outcome.lines.append(["alarm", rule["name"], len(series), f"{most:.4g}"])
