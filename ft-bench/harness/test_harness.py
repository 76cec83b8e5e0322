"""Tests of what can be tested without measuring: /usr/bin/python3 -m unittest discover ft-bench/harness"""

import tempfile
import unittest
from pathlib import Path

import curves
import figures
import jvm
import plots
import report
import rows
from figures import BenchError, Goal
from files import Check, Files
from measure import Sample
from rows import Row


def sample(wall_seconds, **told):
    return Sample(wall_seconds, 0.25, 64 << 20, None, None, told)


class FiguresTest(unittest.TestCase):
    def test_ratio_is_of_the_medians_and_pairs_are_round_by_round(self):
        values, base = [2.0, 8.0, 4.0], [2.0, 2.0, 1.0]
        self.assertEqual(figures.ratio(values, base), 2.0)
        self.assertEqual(figures.pairs(values, base), (1.0, 4.0))

    def test_a_base_that_took_no_time_gives_no_ratio(self):
        self.assertIsNone(figures.ratio([1.0], [0.0]))
        self.assertIsNone(figures.pairs([1.0], [0.0]))
        self.assertEqual(figures.ratio_text(None), "-")
        self.assertEqual(figures.pairs_text(None), "-")

    def test_the_median_of_nothing_is_an_error(self):
        with self.assertRaises(BenchError):
            figures.median([])

    def test_numbers_as_tables_have_them(self):
        self.assertEqual(figures.seconds_text(1.6274), "1,627 ms")
        self.assertEqual(figures.seconds_text(0.0000123), "12.3 µs")
        self.assertEqual(figures.seconds_text(12.34), "12.3 s")
        self.assertEqual(figures.pairs_text((0.724, 12.4)), "0.72–12")
        self.assertEqual(figures.bytes_text(2 << 30), "2 GiB")
        self.assertEqual(figures.bytes_text(1536), "1.5 KiB")

    def test_sizes_are_read(self):
        self.assertEqual(figures.parse_bytes("2GiB"), 2 << 30)
        self.assertEqual(figures.parse_bytes("64M"), 64 << 20)
        self.assertEqual(figures.parse_bytes("8 kib"), 8 << 10)
        self.assertEqual(figures.parse_bytes("1024"), 1024)
        for wrong in ("", "GiB", "-1", "2TiB"):
            with self.assertRaises(BenchError, msg=wrong):
                figures.parse_bytes(wrong)


class GoalTest(unittest.TestCase):
    def test_a_goal_is_met_up_to_its_limit(self):
        self.assertTrue(Goal("a", 0.70, 0.70).met)
        self.assertFalse(Goal("a", 0.701, 0.70).met)

    def test_a_goal_that_is_missed_by_little_does_not_look_met(self):
        rows = [Row("title", name="r", goals=[Goal("ft / curl", 1.004, 1.0)])]
        self.assertIn("| **not met** |", report.goals_text(rows, smoke=False))

    def test_a_trial_judges_nothing(self):
        rows = [Row("title", name="r", goals=[Goal("ft / curl", 99.0, 1.0)])]
        self.assertIn("| not judged |", report.goals_text(rows, smoke=True))

    def test_what_is_not_offered_is_not_met(self):
        row = rows.skipped("A title", "not offered yet")
        row.name = "r"
        text = report.goals_text([row], smoke=False)
        self.assertIn("not offered yet", text)
        self.assertNotIn("| met |", text)


class ReportTest(unittest.TestCase):
    def test_a_row_is_compared_with_its_base(self):
        row = Row("title", {"ft": [sample(0.3), sample(0.1)], "curl": [sample(0.1), sample(0.1)]}, "curl", name="r")
        text = report.row_text(row, 0)
        self.assertIn("| ft | 200 ms | 2.00 | 1.00–3.00 | 0.25 s | - | 64 MiB | - |", text)
        self.assertIn("| curl | 100 ms | 1 |  |", text)

    def test_a_row_may_be_about_what_the_command_told(self):
        runs = {"ft": [sample(9.0, slowest_seconds=0.5)]}
        self.assertIn("| ft | 500 ms |", report.row_text(Row("t", runs, metric="slowest_seconds", name="r"), 0))

    def test_memory_that_the_harness_hides_is_no_figure(self):
        runs = [Sample(0.1, 0.1, None, None, None)]
        self.assertIn("| < 16 MiB |", report.row_text(Row("t", {"curl": runs}, name="r"), 16 << 20))

    def test_results_have_every_sample(self):
        row = Row("t", {"ft": [sample(0.3), sample(0.1)]}, goals=[Goal("g", 1, 2)], name="r")
        told = report.data({}, [row], [])["rows"][0]
        self.assertEqual([run["wall_seconds"] for run in told["samples"]["ft"]], [0.3, 0.1])
        self.assertTrue(told["goals"][0]["met"])


class PlotTest(unittest.TestCase):
    def test_an_axis_that_begins_at_zero_is_linear(self):
        curve = curves.Curve("it's", "round trip in ms")
        text = plots.script(curve, "seconds", {"ft": [(0, 0.5), (20, 0.0)]})
        self.assertIn("set logscale y\n", text)
        self.assertIn("20 NaN", text)
        self.assertIn("'it''s'", text)
        self.assertIn("set logscale xy\n", plots.script(curve, "seconds", {"ft": [(1, 0.5), (20, 0.1)]}))


class HeapTest(unittest.TestCase):
    def test_parts_of_the_heap_are_added_and_metaspace_is_not(self):
        told = """4711:
 def new generation   total 39296K, used 1024K [0x1, 0x2, 0x3)
  eden space 34944K,   2% used [0x1, 0x2, 0x3)
 tenured generation   total 87424K, used 2048K [0x1, 0x2, 0x3)
 Metaspace       used 8000K, committed 8192K, reserved 1114112K
"""
        self.assertEqual(jvm.parse_used_heap(told), 3072 << 10)
        self.assertEqual(jvm.parse_used_heap(" garbage-first heap   total 262144K, used 5K [0x1"), 5 << 10)


class FilesTest(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.root = Path(folder.name)

    def test_files_are_the_same_each_time_and_differ_from_each_other(self):
        one, two = (Files(self.root / name, print) for name in ("one", "two"))
        content = one.file("a.bin", 1000).read_bytes()
        self.assertEqual(len(content), 1000)
        self.assertEqual(content, two.file("a.bin", 1000).read_bytes())
        self.assertNotEqual(content, one.file("b.bin", 1000).read_bytes())
        tree = one.tree("t", 5, 10, per_folder=2)
        self.assertEqual(len(list(tree.glob("folder-*/file-*.bin"))), 5)
        Check(tree, two.tree("t", 5, 10, per_folder=2)).full()

    def test_a_copy_that_differs_or_is_missing_is_found(self):
        files = Files(self.root / "served", print)
        source, copy = files.file("a.bin", 1000), self.root / "copy"
        with self.assertRaises(BenchError):
            Check(source, copy).quick()
        copy.write_bytes(source.read_bytes())
        Check(source, copy).full()
        copy.write_bytes(bytes(1000))
        Check(source, copy).quick()
        with self.assertRaises(BenchError):
            Check(source, copy).full()

    def test_a_file_too_many_in_a_tree_is_found(self):
        one, two = (Files(self.root / name, print).tree("t", 3, 10) for name in ("one", "two"))
        (two / "left.part").write_bytes(b"")
        with self.assertRaises(BenchError):
            Check(one, two).quick()


if __name__ == "__main__":
    unittest.main()
