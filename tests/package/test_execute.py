# SPDX-License-Identifier: MIT
"""Sandbox.execute: namespaces go as copies and come back as data."""

import functools
import math
import os
import subprocess
import sys
import tempfile
import unittest
import warnings

import pysbx
from pysbx import Sandbox, SandboxConfig, SandboxWarning

DEFAULT = Sandbox(policy="default")
FEATURES = Sandbox(SandboxConfig("future", "math"))


class Execute(unittest.TestCase):
    def setUp(self):
        self.enterContext(warnings.catch_warnings())
        warnings.simplefilter("error", SandboxWarning)

    def test_what_changed_comes_back(self):
        space = {"old": 1, "gone": 2, "list": [1]}
        local = {"x": (1,)}
        shared = space["list"]
        DEFAULT.execute("global new\nnew = old + 1\nlist.append(x)\n"
                        "y = {1: x}\nglobals().pop('gone')", space, local)
        self.assertEqual(space, {"old": 1, "new": 2, "list": [1, (1,)]})
        self.assertEqual(local, {"x": (1,), "y": {1: (1,)}})
        self.assertEqual(shared, [1], "the caller's object was changed")
        DEFAULT.execute("z = old", locals=local, globals=space)
        self.assertEqual(local["z"], 1)
        DEFAULT.execute("w = 5", locals=local)
        self.assertEqual(local["w"], 5)
        same = {"a": 1}
        DEFAULT.execute("a += 1; b = globals() is locals()", same, same)
        self.assertEqual(same, {"a": 2, "b": True})

    def test_code_objects_are_executed(self):
        space = {}
        DEFAULT.execute(compile("a = [i * i for i in range(3)]", "mine.py",
                                "exec"), space)
        self.assertEqual(space, {"a": [0, 1, 4]})

    def test_without_namespaces_nothing_has_to_come_back(self):
        self.assertIsNone(FEATURES.execute(
            "from __future__ import annotations\nimport math\n"
            "def f(): pass\nclass C: pass\n"
            "it = iter([]); gen = (x for x in ()); c = C(); o = object()\n"
            "big = 'x' * (20 << 20)"))

    def test_definitions_stay_and_take_nothing_with_them(self):
        space = {"f": 1, "data": 2}
        FEATURES.execute(
            "from __future__ import annotations\nimport math as m\n"
            "from math import sqrt\n"
            "def f(): pass\nclass C: pass\nbound = [].append\n"
            "twice = lambda x: 2 * x\nroot = sqrt(4)", space)
        self.assertEqual(space, {"data": 2, "root": 2.0})

    def test_other_values_stay_with_a_warning_and_data_comes_back(self):
        code = ("class C: pass\n"
                "a, b, c = C(), [object()], (x for x in ())\ndata = 1")
        space = {"a": "old", "keep": 2}
        with self.assertRaisesRegex(SandboxWarning, "'a' .*'C'"):
            DEFAULT.execute(code, space)
        self.assertEqual(space, {"a": "old", "keep": 2},
                         "an error must leave it alone")
        with self.assertWarnsRegex(SandboxWarning, "'C'.*object.*generator") \
                as caught:
            warnings.simplefilter("always", SandboxWarning)
            DEFAULT.execute(code, space)
        self.assertEqual(space, {"keep": 2, "data": 1})
        self.assertEqual(caught.filename, __file__)

    def test_the_callers_own_definitions_go_and_stay(self):
        @functools.cache
        def double(x):
            return 2 * x

        space = dict(vars(math), double=double, math=math, n=21,
                     __builtins__=__builtins__)
        space["annotations"] = __import__("__future__").annotations
        del space["nan"]  # which does not equal itself
        before = dict(space)
        DEFAULT.execute("n = double(n) + floor(0.5)", space)
        self.assertEqual(space.pop("n"), 42)
        del before["n"]
        self.assertEqual(space, before)

    def test_the_globals_of_a_module_can_be_given_as_they_are(self):
        """What the code does not name does not cross, and nothing is lost."""
        space = dict(globals(), n=1)
        before = dict(space)
        DEFAULT.execute("n = n + 1\ng = len(__name__) > 0", space)
        self.assertEqual(space, {**before, "n": 2, "g": True})
        with self.assertRaises(ImportError):  # it does now
            DEFAULT.execute("os.getcwd()", space)
        DEFAULT.execute(compile("n = eval('functools.reduce(max, [3, n])')",
                                "x.py", "exec"), space)
        self.assertEqual(space["n"], 3)
        DEFAULT.execute("\uff4d\uff41\uff54\uff48.pi; n = 4", space)
        self.assertEqual(space["n"], 4)

    def test_an_error_leaves_the_namespaces_alone(self):
        space = {"a": 1}
        with self.assertRaises(ZeroDivisionError) as caught:
            DEFAULT.execute("a = 2\nb = 1 / 0", space)
        self.assertEqual(space, {"a": 1})
        self.assertIn("b = 1 / 0", str(caught.exception.__cause__))
        with self.assertRaises(SyntaxError):
            DEFAULT.execute("a = = 2", space)
        with self.assertRaises(SyntaxError):
            DEFAULT.execute("a = 2\0", space)
        with self.assertRaises(UnicodeEncodeError):
            DEFAULT.execute("a = '\ud800'", space)
        with self.assertRaises(TypeError):
            DEFAULT.execute(b"a = 2", space)
        with self.assertRaisesRegex(pysbx.SandboxDataError, "the name 'o'"):
            DEFAULT.execute("o", {"o": object()})
        with self.assertRaisesRegex(pysbx.SandboxDataError, "16777216 bytes"):
            DEFAULT.execute("a = 'x' * (20 << 20)", space)
        self.assertEqual(space, {"a": 1})

    def test_data_of_the_greatest_depth_comes_back(self):
        space = {}
        DEFAULT.execute("a = ()\nfor _ in range(99): a = (a,)", space)
        a, depth = space["a"], 0
        while a:
            a, depth = a[0], depth + 1
        self.assertEqual(depth, 99)

    def test_exit_ends_the_caller_only_where_the_policy_says_so(self):
        code = "import sys; sys.exit(3)"
        with self.assertRaises(pysbx.SandboxError):
            DEFAULT.execute(code)
        with self.assertRaises(SystemExit) as caught:
            Sandbox(SandboxConfig("exit")).execute(code)
        self.assertEqual(caught.exception.code, 3)
        with tempfile.TemporaryDirectory() as d:
            for answer in "yes", "no":
                with open(f"{d}/{answer}.conf", "w") as f:
                    f.write(f"[process]\nexit = {answer}\n")
            for config in (
                    SandboxConfig.from_policy(f"default,{d}/yes.conf"),
                    SandboxConfig("exit", policy=f"default,{d}/no.conf")):
                with self.assertRaises(SystemExit):
                    Sandbox(config).execute(code)
            with self.assertRaises(pysbx.SandboxError):
                Sandbox(policy=f"default,{d}/no.conf").execute(code)

    def test_standard_input_is_handed_over_when_it_is_asked_for(self):
        program = ("from pysbx import *\nimport sys\ns = {}\n"
                   "Sandbox(SandboxConfig(*sys.argv[1:], policy='default'))"
                   ".execute('import sys; a = sys.stdin.read()', s)\n"
                   "print(ascii(s))")
        for features, seen in ([], "{'a': ''}"), (["stdin"], "{'a': 'secret'}"):
            done = subprocess.run([sys.executable, "-c", program, *features],
                                  input="secret", capture_output=True,
                                  text=True)
            self.assertEqual(done.stdout, seen + "\n", done.stderr)

    def test_output_goes_where_the_callers_goes(self):
        import contextlib
        import io
        out = io.StringIO()
        with contextlib.redirect_stdout(out):
            Sandbox(SandboxConfig("stdout")).execute("print('to a notebook')")
        self.assertEqual(out.getvalue(), "to a notebook\n")
        read, write = os.pipe()
        with open(read) as r, open(write, "w") as w:
            with contextlib.redirect_stdout(w):
                w.write("before ")
                Sandbox(SandboxConfig("stdout")).execute("print('in between')")
            w.close()
            self.assertEqual(r.read(), "before in between\n")


if __name__ == "__main__":
    unittest.main()
