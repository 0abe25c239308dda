# SPDX-License-Identifier: MIT
"""What a hostile sandbox sends never runs code here, hangs or crashes us."""

import math
import os
import random
import struct
import sys
import tempfile
import unittest
import warnings

import pysbx
from pysbx import Sandbox, SandboxDataError, SandboxError, _data

DEFAULT = Sandbox(policy="default", timeout=20)


def enc(value):
    return _data.encode(value, 1 << 30)


def head(tag, n):
    return tag + struct.pack("<I", n)


# A `pysbx` that writes what it is told to the result and the report.
FAKE = """#!{python}
import os, sys
words = sys.argv
if words[1] == "policy":
    print("[imports]\\nexit = yes\\n[process]\\nexit = no")
    sys.exit()
report = int(words[words.index("--report") + 1][3:])
result = int(words[words.index("--task") + 1].split(",")[1])
os.write(report, open({report!r}, "rb").read())
data = open({result!r}, "rb").read()
while data:
    data = data[os.write(result, data):]
{more}
"""


class Records(unittest.TestCase):
    """Whatever comes out of the pipe, as if the sandbox had been taken over:
    native code has the descriptor of the result."""

    def setUp(self):
        self.directory = self.enterContext(tempfile.TemporaryDirectory())
        self.addCleanup(os.environ.pop, "PYSBX_COMMAND", None)

    def fake(self, result, report=b'{"status": "ok"}', more=""):
        names = {n: f"{self.directory}/{n}" for n in ("report", "result")}
        for name, data in ("report", report), ("result", result):
            with open(names[name], "wb") as f:
                f.write(data)
        path = f"{self.directory}/pysbx"
        with open(path, "w") as f:
            f.write(FAKE.format(python=sys.executable, more=more, **names))
        os.chmod(path, 0o755)
        os.environ["PYSBX_COMMAND"] = path

    def test_rubbish_is_refused_in_words(self):
        rows = {
            "nothing": b"", "no tag": b"?", "text": b"hello, world",
            "a pickle": b"cos\nsystem\n(S'true'\ntR.",
            "cut": enc(("value", [1, 2, 3]))[:-3],
            "more": enc(("value", 1)) + b"N",
            "an endless list": head(b"l", 0xFFFFFFFF),
            "a long text": head(b"s", 0xFFFFFFFF) + b"x",
            "no UTF-8": head(b"s", 1) + b"\xff",
            "nested": head(b"l", 1) * 100000 + b"N",
            "unhashable": head(b"S", 1) + head(b"l", 0),
            "one hash": head(b"t", 2) + enc("value") + head(b"S", 1000)
            + b"".join(enc(n * (2**61 - 1)) for n in range(1000)),
            "a date": b"a" + struct.pack("<HBB", 2023, 2, 30),
            "a time": b"h" + struct.pack("<BBBBI", 25, 0, 0, 0, 0) + b"N",
            "a reference": b"R\0\0\0\0",
            "no record": enc([1]), "other record": enc(("run", "code")),
            "wrong length": enc(("value", 1, 2)),
            "a dict": enc({"value": 1}), "no name": enc((1, 2)),
            "spaces for a call": enc(("spaces", 1, 2, 3)),
        }
        for name, row in rows.items():
            with self.subTest(name):
                self.fake(row)
                with self.assertRaises(SandboxError) as caught:
                    Sandbox().call(len, "")
                self.assertTrue(str(caught.exception).isprintable())

    def test_exceptions_are_of_classes_that_a_program_may_raise(self):
        def raised(name, builtin=True, message="m", args=("m",), frames=()):
            self.fake(enc(("error", name, builtin, message, args,
                           list(frames))))
            with self.assertRaises(Exception) as caught:
                Sandbox().call(len, "")
            return caught.exception

        for name in ("SystemExit", "KeyboardInterrupt", "GeneratorExit",
                     "BaseException", "BaseExceptionGroup", "eval", "open",
                     "__import__", "object", "", "os.system",
                     "pysbx.Sandbox", "pysbx.SandboxSetupError", "\0"):
            with self.subTest(name):
                self.assertIs(type(raised(name)), SandboxError)
        self.assertIs(type(raised("ValueError", False)), SandboxError)
        self.assertIs(type(raised("pysbx.SandboxImportError")),
                      pysbx.SandboxImportError)
        for name, args in (("UnicodeDecodeError", (1, 2)),
                           ("ExceptionGroup", ("x", [1])),
                           ("OSError", (2, "a", "b", 3, "c", 5, 6)),
                           ("SyntaxError", ("m", ("/etc/passwd", 1, 1))),
                           ("ImportError", None), ("KeyError", [1])):
            with self.subTest(name):
                e = raised(name, args=args)
                self.assertIsInstance(e, Exception)
                self.assertNotIn("root:", repr(e) + str(e.__cause__))
        forged = raised("ValueError", frames=[
            ("/etc/passwd", 1, "\x1b[2Jf"), (1, 2, 3), ("a", -5, "b"), 7])
        text = str(forged.__cause__)
        self.assertNotIn("root:", text)
        self.assertTrue(text.replace("\n", "").isprintable(), text)
        self.assertEqual(str(raised("Mine", False, "\x1b]0;x\a")),
                         "Mine: \\x1b]0;x\\x07")

    def test_reports_that_are_none(self):
        for report in (b"", b"[]", b"{}", b"[" * 100000, b'{"status": 1}',
                       b'{"status": "crash", "signal": 1e400}',
                       b'{"status": "crash", "signal": "9"}',
                       b'{"status": "error", "exception": 5, "reason": []}'):
            with self.subTest(report[:40]):
                self.fake(enc(("value", 1)), report)
                with self.assertRaises(SandboxError):
                    Sandbox().call(len, "")

    def test_too_much_is_cut_off_and_what_does_not_end_is_killed(self):
        self.fake(bytes(40 << 20))
        with self.assertRaisesRegex(SandboxError, "more than the limit"):
            Sandbox().call(len, "")
        self.fake(enc(("value", 7)), more="os.close(report); os.close(result)\n"
                  "import time; time.sleep(600)")
        from pysbx import _child
        grace, _child.GRACE = _child.GRACE, 0.5
        try:
            with self.assertRaises(pysbx.SandboxTimeout):
                Sandbox(timeout=0.1).call(len, "")
        finally:
            _child.GRACE = grace

    def test_a_mutation_of_data_is_data_or_an_error(self):
        whole = enc(("spaces", {"a": [1, 2.5, {"b", b"c"}], "d": (None, 1j)},
                     {"e": 1 << 70, "f": "ä"}, []))
        dice = random.Random(1)
        for _ in range(20000):
            data = bytearray(whole)
            for _ in range(dice.randint(1, 4)):
                at = dice.randrange(len(data))
                match dice.randrange(3):
                    case 0:
                        data[at] = dice.randrange(256)
                    case 1:
                        del data[at:at + dice.randint(1, 5)]
                    case _:
                        data[at:at] = dice.choice((b"l", b"\xff", b"N"))
                if not data:
                    data = bytearray(b"t")
            try:
                _data.decode(bytes(data))
            except SandboxDataError:
                pass


class Programs(unittest.TestCase):
    """The same from within, as far as Python code gets."""

    def test_objects_that_lie_cross_as_data_or_not_at_all(self):
        def values():
            class Reduce:
                def __reduce__(self):
                    return (print, ("ran",))

                __reduce_ex__ = __getstate__ = __reduce__

            class Liar(str):
                __hash__ = str.__hash__

                def __eq__(self, other):
                    return True

                @property
                def __class__(self):
                    return str

            class Key(int):
                def __hash__(self):
                    raise SystemExit(3)

            class Meta(type):
                def __instancecheck__(cls, other):
                    raise SystemExit(4)

                def __eq__(cls, other):
                    return True

                __hash__ = type.__hash__

            class Odd(metaclass=Meta):
                def __len__(self):
                    return 1 << 60

                def __iter__(self):
                    while True:
                        yield self

            return Reduce(), Liar("x"), Odd(), Odd, [Reduce()], {1: Liar("y")}

        def pick(n, make):
            return make()[n]

        for n in range(6):
            with self.subTest(n):
                with self.assertRaisesRegex(SandboxDataError, "no data"):
                    DEFAULT.call(pick, n, values)

    def test_values_at_the_edge_come_back_whole(self):
        nan, *rest = DEFAULT.call(lambda: (
            float("nan"), float("-inf"), -0.0, "\ud800\udfff", "\0", "\u202e",
            10**5000, {float("inf"): 1}))
        self.assertTrue(math.isnan(nan))
        self.assertEqual(rest, [float("-inf"), -0.0, "\ud800\udfff", "\0",
                                "\u202e", 10**5000, {float("inf"): 1}])

    def test_what_is_large_or_deep_is_an_error(self):
        def wide():
            a = []
            for _ in range(80):
                a = [a, a]
            return a

        def endless():
            class E(Exception):
                def __str__(self):
                    return "x" * (1 << 20)
            raise E

        for f in (lambda: "x" * (1 << 30), lambda: ["x" * (1 << 20)] * 1000,
                  lambda: 1 << (1 << 34), lambda: bytes(1 << 26), wide):
            with self.assertRaises((SandboxError, MemoryError)):
                Sandbox(policy="default", memory="512M").call(f)
        with self.assertRaises(SandboxError) as caught:
            DEFAULT.call(endless)
        self.assertLess(len(str(caught.exception)), 1 << 17)

    def test_a_namespace_that_lies(self):
        def trap():
            class S(str):
                def __hash__(self):
                    return hash("a")

                def __eq__(self, other):
                    raise SystemExit(5)
            globals()[S("b")] = 1
            globals()["c"] = 2

        space = {"trap": trap}
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", pysbx.SandboxWarning)
            DEFAULT.execute("trap()\n{}[1] if 0 else None\n"
                            "globals()[1] = 2; globals()['d'] = 3", space)
        self.assertEqual(space["d"], 3)
        self.assertTrue(all(type(k) is str for k in space))

    def test_ends_of_all_kinds(self):
        def stack():
            def f():
                f()
            import sys
            sys.setrecursionlimit(10**9)
            f()

        def raises():
            class E(Exception):
                __str__ = None
                __traceback__ = 5
            raise E

        for f in (stack, raises):
            with self.assertRaises((SandboxError, RecursionError,
                                    MemoryError, TypeError)):
                DEFAULT.call(f)
        r = DEFAULT.run(code="print('\\x1b[2J<script>', flush=True)\n"
                        "raise ValueError('\\x1b[2J<script>')")
        self.assertNotIn("\x1b", repr(r))
        self.assertNotIn("<script>", r._repr_html_())
        self.assertNotIn("\x1b", r._repr_html_())


if __name__ == "__main__":
    unittest.main()
