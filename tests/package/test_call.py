# SPDX-License-Identifier: MIT
"""Sandbox.call: what crosses, what is refused, how it ends."""

import dataclasses
import datetime
import functools
import math
import os
import time
import unittest

import pysbx
from pysbx import Sandbox, SandboxConfig

FACTOR = 5


def scale(x):
    return x * FACTOR


def factorial(n):
    return 1 if n < 2 else n * factorial(n - 1)


class Point:
    def __init__(self, x):
        self.x = x

    def scaled(self):
        return scale(self.x) if isinstance(self, Point) else Other()


class Other(Point):
    def __init__(self):
        super().__init__(1)


@dataclasses.dataclass
class Row:
    a: int = 1


@functools.cache
def fibonacci(n):
    return n if n < 2 else fibonacci(n - 1) + fibonacci(n - 2)


def many_things():
    """One start of an interpreter for many checks."""
    inner = [scale(2), factorial(20), Point(4).scaled(), Other().scaled(),
             Row(3).a, fibonacci(60), math.floor(2.5)]
    return inner


VALUES = [
    None, True, False, 0, -1, 2**63 - 1, 2**63, -2**63, -2**63 - 1, 1 << 5000,
    -(1 << 5000), 0.0, -0.0, 1.5, float("inf"), float("-inf"), 1j, "", "äß",
    "\0", "\ud800 lone", "\U0001f600", b"", b"\0\xff", [], [1, [2, [3]]], (),
    (1, (2,)), {}, {"a": 1, 2: (3,), None: None}, set(), {1, "x"},
    frozenset({1, (2,)}), datetime.date(1, 1, 1),
    datetime.datetime(2024, 2, 29, 23, 59, 59, 999999, fold=1),
    datetime.datetime(2020, 1, 1, tzinfo=datetime.timezone.utc),
    datetime.time(1, 2, 3, 4, tzinfo=datetime.timezone(
        datetime.timedelta(hours=-3), "X")),
    datetime.timedelta(-1, 2, 3), datetime.timedelta.max,
    datetime.timezone.utc,
]


class Call(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.default = Sandbox(policy="default", timeout=20)

    def test_functions_classes_and_decorated_ones_cross(self):
        self.assertEqual(self.default.call(many_things),
                         [10, math.factorial(20), 20, 5, 3, fibonacci(60), 2])

    def test_lambdas_closures_and_defaults_cross(self):
        shift = 10

        def add(x, *, y=[1], z=scale):
            return x + shift + y[0] + z(1)

        self.assertEqual(Sandbox().call(add, 1), 17)
        self.assertEqual(Sandbox().call(lambda: add(2)), 18)
        self.assertEqual(Sandbox().call(lambda f, v: [f(x) for x in v],
                                        scale, [1, 2]), [5, 10])
        self.assertEqual(Sandbox().call(sum, [1, 2, 3]), 6)

    def test_values_go_and_come_back_as_they_were(self):
        back = Sandbox().call(lambda v: v, VALUES)
        self.assertEqual(back, VALUES)
        self.assertEqual([type(v) for v in back], [type(v) for v in VALUES])
        self.assertEqual(str(back[11:13]), "[0.0, -0.0]")
        self.assertEqual([getattr(v, "fold", 0) for v in back],
                         [getattr(v, "fold", 0) for v in VALUES])
        nan = Sandbox().call(lambda v: v, float("nan"))
        self.assertNotEqual(nan, nan)

    def test_arguments_are_copies(self):
        mine = [1]
        self.assertEqual(Sandbox().call(lambda v: v.append(2) or v, mine),
                         [1, 2])
        self.assertEqual(mine, [1])

    def test_values_that_are_no_data_are_refused_in_words(self):
        class Sub(int):
            pass

        loop = []
        loop.append(loop)
        log = open(os.devnull, "rb")
        self.addCleanup(log.close)
        deep = []
        for _ in range(200):
            deep = [deep]
        for value, words in ((object(), "builtins.object"), (Sub(1), "Sub"),
                             (loop, "contains itself"), (deep, "100 levels"),
                             (bytearray(b"x"), "bytearray"),
                             (log, "_io.BufferedReader")):
            with self.subTest(words):
                with self.assertRaisesRegex(pysbx.SandboxDataError, words):
                    Sandbox().call(lambda v: v, value)

    def test_results_that_are_no_data_are_refused_in_words(self):
        def bend():
            class L(list):
                def __iter__(self):
                    return iter([1])
            return L()

        def ring():
            r = {}
            r["r"] = r
            return r

        def deep():
            v = ()
            for _ in range(500):
                v = (v,)
            return v

        for f, words in ((bend, "type 'L'"), (ring, "contains itself"),
                         (deep, "100 levels"), (lambda: len, "builtin_fun"),
                         (lambda: "x" * (20 << 20), "16777216 bytes")):
            with self.subTest(words):
                with self.assertRaisesRegex(pysbx.SandboxDataError, words):
                    Sandbox().call(f)

    def test_sizes_are_capped_both_ways(self):
        small = Sandbox(max_input_size=4096, max_output_size=100)
        self.assertEqual(small.call(lambda: "x" * 80), "x" * 80)
        with self.assertRaisesRegex(pysbx.SandboxDataError, "100 bytes"):
            small.call(lambda: "x" * 101)
        with self.assertRaisesRegex(pysbx.SandboxDataError, "4096 bytes"):
            small.call(len, "x" * 5000)

    def test_builtin_exceptions_come_back_as_themselves(self):
        def wrong(x):
            return [][x]

        with self.assertRaises(IndexError) as caught:
            self.default.call(wrong, 3)
        trace = str(caught.exception.__cause__)
        self.assertIsInstance(caught.exception.__cause__,
                              pysbx.RemoteTraceback)
        self.assertIn("in wrong\n    return [][x]", trace)
        self.assertIn("IndexError: list index out of range", trace)
        with self.assertRaises(KeyError) as caught:
            self.default.call(lambda: {}[("k", 1)])
        self.assertEqual(caught.exception.args, (("k", 1),))
        with self.assertRaises(UnicodeDecodeError) as caught:
            self.default.call(lambda: b"\xff".decode())
        self.assertEqual(caught.exception.object, b"\xff")

    def test_other_exceptions_are_sandbox_errors(self):
        def own():
            class Mine(ValueError):
                pass
            raise Mine("words")

        def interrupt():
            raise KeyboardInterrupt("now")

        with self.assertRaisesRegex(pysbx.SandboxError, "Mine: words") as c:
            Sandbox().call(own)
        self.assertIn("Mine", c.exception.type_name)
        with self.assertRaisesRegex(pysbx.SandboxError, "KeyboardInterrupt"):
            Sandbox().call(interrupt)

    def test_refusals_are_both_sandbox_errors_and_what_code_expects(self):
        with self.assertRaises(ImportError) as caught:
            Sandbox().call(lambda: math.sqrt(4))
        self.assertIsInstance(caught.exception, pysbx.SandboxError)
        self.assertIn("[imports] math = *", str(caught.exception))
        with self.assertRaises(PermissionError) as caught:
            self.default.call(lambda: open("/etc/passwd").read())
        self.assertIsInstance(caught.exception, pysbx.SandboxError)
        self.assertEqual(self.default.call(lambda: math.sqrt(4)), 2.0)

    def test_timeouts_end_loops_in_c_as_well(self):
        start = time.monotonic()
        with self.assertRaisesRegex(pysbx.SandboxTimeout, "wall"):
            Sandbox(timeout=0.5).call(lambda: 9**9**9)
        with self.assertRaises(TimeoutError):
            Sandbox(SandboxConfig(timeout="500ms")).call(
                lambda: [0 for _ in iter(int, 1)])
        self.assertLess(time.monotonic() - start, 60)

    def test_memory_is_limited(self):
        with self.assertRaises((MemoryError, pysbx.SandboxError)):
            Sandbox(max_memory="100M").call(lambda: len("x" * (1 << 30)))
        self.assertEqual(
            Sandbox(max_memory="300M").call(lambda: len("x" * (1 << 27))),
            1 << 27)

    def test_recursion_is_limited(self):
        def down(n):
            return n if n == 0 else down(n - 1)

        with self.assertRaises(RecursionError):
            Sandbox(recursion_limit=60).call(down, 100)
        self.assertEqual(Sandbox(recursion_limit=200).call(down, 100), 0)

    def test_callbacks_keep_their_arguments(self):
        f = Sandbox().createCallback(lambda a, b, c=0: (a, b, c), 1, c=3)
        self.assertEqual(f(2), (1, 2, 3))
        self.assertEqual(Sandbox().create_callback(scale, 3)(), 15)

    def test_what_cannot_cross_is_named(self):
        log = open(os.devnull)
        self.addCleanup(log.close)

        def use():
            return log.read()

        with self.assertRaisesRegex(pysbx.SandboxDataError,
                                    "'.*use' uses a local.*TextIOWrapper"):
            Sandbox().call(use)
        with self.assertRaisesRegex(pysbx.SandboxDataError, "bound method"):
            Sandbox().call(Point(1).scaled)


if __name__ == "__main__":
    unittest.main()
