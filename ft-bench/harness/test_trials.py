"""Tests of what of the trials can be tested without running any."""

import json
import unittest

import fetches
import flatness
import ftserver
import grafana
import haproxy
import loadtool
import steadyrate
import trial_report
from figures import BenchError
from sizes import SHORT, Size
from trials import Outcome, Target


class SteadyRateTest(unittest.TestCase):
    SAMPLES = [[0.5, 100], [1.0, 300], [2.0, 700]]

    def test_between_samples_it_is_a_straight_line(self):
        self.assertEqual(steadyrate.bytes_at(self.SAMPLES, 0.25), 50)
        self.assertEqual(steadyrate.bytes_at(self.SAMPLES, 1.0), 300)
        self.assertEqual(steadyrate.bytes_at(self.SAMPLES, 1.5), 500)

    def test_a_rate_is_that_of_its_window(self):
        self.assertEqual(steadyrate.rate(self.SAMPLES, 1.0, 2.0), 400)
        self.assertEqual(steadyrate.rate(self.SAMPLES, 0.5, 1.5), 400)

    def test_an_empty_window_has_no_rate(self):
        with self.assertRaises(BenchError):
            steadyrate.rate(self.SAMPLES, 1.0, 1.0)

    def test_behind_the_last_sample_nothing_is_known(self):
        with self.assertRaises(BenchError):
            steadyrate.bytes_at(self.SAMPLES, 2.1)


class FlatnessTest(unittest.TestCase):
    def test_quarters_are_of_the_samples_at_both_ends(self):
        self.assertEqual(flatness.quarters([1, 3, 9, 9, 9, 9, 4, 8]), (2, 6))
        self.assertEqual(flatness.change([1, 3, 9, 9, 9, 9, 4, 8]), 3)

    def test_what_is_left_over_belongs_to_the_middle(self):
        self.assertEqual(flatness.quarters([1, 9, 9, 9, 9, 9, 2]), (1, 2))

    def test_nothing_stays_nothing(self):
        self.assertEqual(flatness.change([0, 0, 0, 0]), 1.0)
        self.assertEqual(flatness.change([0, 0, 0, 1]), float("inf"))

    def test_three_samples_have_no_quarters(self):
        with self.assertRaises(BenchError):
            flatness.quarters([1, 2, 3])


class GrafanaTest(unittest.TestCase):
    EXPRESSION = grafana.Expression("p", "A", 'rate(x{instance=~"$instance"}[$__rate_interval])')

    def test_one_server_is_its_name_and_several_are_a_choice(self):
        self.assertEqual(self.EXPRESSION.filled(["a.b:1"]), 'rate(x{instance=~"a\\\\.b:1"}[15s])')
        self.assertEqual(self.EXPRESSION.filled(["a:1", "b:1"]), 'rate(x{instance=~"(a:1|b:1)"}[15s])')

    def test_a_variable_that_nobody_knows_is_an_error(self):
        with self.assertRaises(BenchError):
            grafana.Expression("p", "A", "x[$__range]").filled(["a:1"])

    def test_the_dashboard_has_servers_to_choose_from(self):
        dashboard = grafana.load()
        self.assertEqual(grafana.instances_query(dashboard), ("ft_ready", "instance"))
        for expression in grafana.expressions(dashboard):
            self.assertNotIn("$", expression.filled(["a:1"]))


class TargetTest(unittest.TestCase):
    def test_limits_are_met_up_to_themselves(self):
        self.assertTrue(Target("t", 0.90, low=0.90).met)
        self.assertFalse(Target("t", 0.899, low=0.90).met)
        self.assertTrue(Target("t", 1.1, 0.9, 1.1).met)
        self.assertFalse(Target("t", 1.101, 0.9, 1.1).met)

    def test_limits_as_the_table_has_them(self):
        self.assertEqual(Target("t", 1, low=0.9).allowed(), "≥ 0.90")
        self.assertEqual(Target("t", 1, high=8, unit="KiB").allowed(), "≤ 8.0 KiB")
        self.assertEqual(Target("t", 1, 0.9, 1.1).allowed(), "0.90–1.1")


class ReportTest(unittest.TestCase):
    ABOUT = dict.fromkeys(
        ("processor", "cores", "memory_gib", "kernel", "system", "files_on", "load_before", "load_after"), "x"
    ) | {"versions": {"ft": "1", "java": "17"}}

    def outcome(self):
        return Outcome("A title", ["what", "seen"], [["a", 1]], [Target("t", 0.5, low=0.9)], name="n")

    def test_what_is_missed_is_said(self):
        text = trial_report.whole(self.ABOUT, [self.outcome()], short=False)
        self.assertIn("| n | t | ≥ 0.90 | 0.50 | **not met** |", text)
        self.assertIn("| n | failures | 0 | 0 | met |", text)

    def test_a_short_trial_judges_failures_alone(self):
        outcome = self.outcome()
        outcome.expect(True, "not this")
        outcome.expect(False, "wrong\ncopy")
        text = trial_report.whole(self.ABOUT, [outcome], short=True)
        self.assertIn("| n | t | ≥ 0.90 | 0.50 | not judged |", text)
        self.assertIn("| n | failures | 0 | 1 | **failed** |", text)
        self.assertIn("- **wrong copy**", text)
        self.assertNotIn("not this", text)

    def test_a_trial_that_broke_off_has_failed(self):
        outcome = trial_report.broken("n", "no server")
        outcome.name = "n"
        self.assertIn("no server", trial_report.whole(self.ABOUT, [outcome], short=True))


class FetchesTest(unittest.TestCase):
    def test_only_that_it_tries_again_is_a_notice(self):
        said = (
            "ft: ft://h/a: cannot connect; trying again in 1.0 s, 0 B are kept\n"
            "ft: other files, too: cannot connect; trying again\n"
            "ft: ft://h/a: started anew: the file has changed\n"
            "ft: ft://h/a: cannot connect\n"
            "Exception in thread main: trying again\n"
        )
        notices, errors = fetches.sort_lines(said)
        self.assertEqual(len(notices), 2)
        self.assertEqual(len(errors), 3)


class ServerTest(unittest.TestCase):
    def test_metrics_of_one_name_are_added(self):
        text = (
            "# HELP ft_exchanges_total Exchanges\n# TYPE ft_exchanges_total counter\n"
            'ft_exchanges_total{kind="file",outcome="sent"} 3.0\n'
            'ft_exchanges_total{kind="listing",outcome="a } b"} 4.0\n'
            "ft_buffers_bytes 1.6777216E7\n"
        )
        self.assertEqual(ftserver.parse_metrics(text), {"ft_exchanges_total": 7.0, "ft_buffers_bytes": 16777216.0})
        with self.assertRaises(BenchError):
            ftserver.parse_metrics("<html>\n")

    def test_a_log_shows_what_is_wrong_with_the_server(self):
        log = (
            '2026-11-22T21:53:11.035Z INFO  access: 192.0.2.7:53898 framed sent "disk.img" 1 bytes 0.1 s\n'
            "2026-11-22T21:53:11.746Z WARN  connection: closed\n"
            "2026-11-22T21:53:12.020Z ERROR io.netty.util.ResourceLeakDetector: LEAK: ByteBuf.release() was not called\n"
        )
        self.assertEqual(len(ftserver.wrong_lines(log)), 1)

    def test_settings_as_the_config_file_has_them(self):
        self.assertEqual(ftserver.as_toml({"allow-plain": True, "max-wait": 10}), 'allow-plain = true\nmax-wait = "10"\n')


class HaproxyTest(unittest.TestCase):
    def test_of_the_documented_configuration_only_the_addresses_change(self):
        documented = haproxy.CONFIGURATION.read_text(encoding="utf-8")
        used = haproxy.configured(documented, 4000, [(4001, 4002), (4003, 4004)])
        changed = [(a, b) for a, b in zip(documented.splitlines(), used.splitlines(), strict=True) if a != b]
        self.assertEqual(
            [after for _, after in changed],
            [
                "  bind 127.0.0.1:4000",
                "  server one 127.0.0.1:4001 check port 4002",
                "  server two 127.0.0.1:4003 check port 4004",
            ],
        )

    def test_another_configuration_is_refused(self):
        with self.assertRaises(BenchError):
            haproxy.configured("bind :65432\n", 4000, [(4001, 4002)])


class SizeTest(unittest.TestCase):
    def test_short_is_never_more(self):
        for name, value in vars(SHORT).items():
            self.assertLessEqual(value, getattr(Size(), name), name)

    def test_local_addresses_are_as_many_as_wanted(self):
        addresses = loadtool.local_addresses(450)
        self.assertEqual(len(set(addresses)), 450)
        self.assertTrue(all(0 < int(part) < 255 for address in addresses for part in address.split(".")[2:]))

    def test_results_can_be_written(self):
        json.dumps(vars(Outcome("t")))


if __name__ == "__main__":
    unittest.main()
