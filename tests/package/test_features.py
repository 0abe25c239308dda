# SPDX-License-Identifier: MIT
"""The features of SandboxConfig, one by one: what works with it, and how the
same is refused without it."""

import contextlib
import io
import unittest

import pysbx
from pysbx import Sandbox, SandboxConfig

# feature: (code that leaves `r`, what r is or a function that judges it)
FEATURES = {
    "codecs": ("import codecs\nr = codecs.decode('uryyb', 'rot13'), "
               "codecs.getincrementaldecoder('utf-8')().decode(b'a')",
               ("hello", "a")),
    "datetime": ("import datetime\nr = datetime.date(2024, 2, 29) + "
                 "datetime.timedelta(1)", lambda r: str(r) == "2024-03-01"),
    "encodings": ("import encodings, encodings.aliases\n"
                  "from encodings import utf_8\n"
                  "r = encodings.normalize_encoding('UTF 8'), "
                  "encodings.aliases.aliases['latin1'], utf_8.decode(b'x')[0]",
                  ("UTF_8", "latin_1", "x")),
    "future": ("from __future__ import annotations\ndef f(x: nothing): pass\n"
               "import __future__\nr = __future__.annotations.mandatory",
               lambda r: r is None),
    "hashlib": ("import hashlib\nr = hashlib.sha256(b'x').hexdigest()[:8], "
                "hashlib.new('md5', b'x').hexdigest()[:8]",
                ("2d711642", "9dd4e461")),
    "itertools": ("import itertools\nr = list(itertools.permutations('ab'))",
                  [("a", "b"), ("b", "a")]),
    "json": ("import json\nr = json.loads(json.dumps({'a': [1, None]}))",
             {"a": [1, None]}),
    "math": ("import math\nr = math.factorial(5), math.pi > 3",
             (120, True)),
    "random": ("import random\nr = random.Random(1).randint(1, 6), "
               "0 <= random.random() < 1",
               lambda r: 1 <= r[0] <= 6 and r[1]),
    "regex": ("import re\nr = re.sub(r'(\\d+)', r'<\\1>', 'a12')", "a<12>"),
    "time": ("import time\nr = time.strftime('%Y', time.gmtime(0)), "
             "time.time() > 1e9", ("1970", True)),
    "traceback": ("import traceback\ntry: 1 / 0\n"
                  "except ZeroDivisionError: r = traceback.format_exc()",
                  lambda r: r.endswith("ZeroDivisionError: division by zero\n")
                  and "line 2" in r),
    "unicodedata": ("import unicodedata\nr = unicodedata.name('ä')",
                    "LATIN SMALL LETTER A WITH DIAERESIS"),
}
# feature: (code, what the caller's stream shows)
PRINTS = {
    "stdout": ("import sys\nsys.stdout.write('a'); print('b')", "ab\n"),
    "stderr": ("import sys\nsys.stderr.write('a'); print('b', file=sys.stderr)",
               "ab\n"),
    "help": ("help(len)", "Return the number of items in a container."),
    "site": ("copyright(); credits(); license()",
             "Python Software Foundation"),
}


def shown(code, *features):
    """What the code writes to the caller's streams."""
    out = io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(out):
        Sandbox(SandboxConfig(*features)).execute(code)
    return out.getvalue()


class Features(unittest.TestCase):
    def test_the_tables_have_every_feature(self):
        self.assertEqual(
            sorted([*FEATURES, *PRINTS, "exit", "stdin"]),  # test_execute.py
            list(SandboxConfig.FEATURES))
        with self.assertRaisesRegex(ValueError, "there are: codecs, "):
            SandboxConfig("everything")

    def test_with_each_its_modules_work(self):
        for feature, (code, wanted) in FEATURES.items():
            with self.subTest(feature):
                space = {}
                Sandbox(SandboxConfig(feature)).execute(code, space)
                if callable(wanted):
                    self.assertTrue(wanted(space["r"]), space["r"])
                else:
                    self.assertEqual(space["r"], wanted)

    def test_without_it_they_are_refused(self):
        def refused(code):
            """The imports of code that are not refused."""
            missing = []
            for line in code:
                try:
                    exec(line, {})
                    missing.append(line)
                except ImportError:
                    pass
            return missing

        for feature, (code, _) in FEATURES.items():
            with self.subTest(feature):
                others = [f for f in SandboxConfig.FEATURES if f != feature]
                lines = [line for line in code.splitlines()
                         if "import" in line and "__future__ import" not in
                         line]
                self.assertEqual(
                    Sandbox(SandboxConfig(*others)).call(refused, lines), [])

    def test_streams_and_the_functions_of_site(self):
        for feature, (code, text) in PRINTS.items():
            with self.subTest(feature):
                with_it = {feature, "stdout"} if feature != "stderr" else {
                    feature}
                self.assertIn(text, shown(code, *with_it))
                if feature in ("stdout", "stderr"):
                    with self.assertRaises((ImportError, AttributeError)):
                        shown(code)
                    self.assertEqual(shown("print(1)"), "")
                else:
                    with self.assertRaisesRegex(pysbx.SandboxError,
                                                "not allowed"):
                        shown(code, "stdout")

    def test_grants_besides_features(self):
        config = SandboxConfig()
        config.allowModule("math", "sqrt")
        config.allow_module("json")
        space = {}
        Sandbox(config).execute("from math import sqrt\nimport json, math\n"
                                "r = sqrt(4), json.dumps(1)\n"
                                "left = hasattr(math, 'floor')", space)
        self.assertEqual(space, {"r": (2.0, "1"), "left": False})
        self.assertEqual(config.has_feature("math"), config.hasFeature("x"))
        with self.assertRaises(ValueError):
            config.allowModule("os; x")

    def test_limits_are_read_and_refused_in_words(self):
        config = SandboxConfig(wall="500ms", memory="64M", recursion=100,
                               output="1K")
        self.assertEqual((config.timeout, config.max_memory,
                          config.recursion_limit, config.max_stdout),
                         (0.5, 64 << 20, 100, 1024))
        for name, value in (("timeout", 0), ("timeout", "soon"),
                            ("timeout", float("nan")), ("max_memory", -1),
                            ("max_memory", "1T"), ("recursion_limit", 1.5),
                            ("timeout", True), ("max_files", 0)):
            with self.subTest(name, value=value):
                with self.assertRaisesRegex(ValueError, name):
                    SandboxConfig(**{name: value})
        with self.assertRaisesRegex(TypeError, "no limit 'speed'"):
            SandboxConfig(speed=1)
        with self.assertRaisesRegex(pysbx.SandboxSetupError, "no-such"):
            Sandbox(policy="no-such-profile").run(code="")
        with self.assertRaisesRegex(pysbx.SandboxSetupError, "profiles there"):
            Sandbox(policy="no-such-profile").call(len, "")


if __name__ == "__main__":
    unittest.main()
