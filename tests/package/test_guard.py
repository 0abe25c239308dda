# SPDX-License-Identifier: MIT
"""`with Sandbox():`: the guard in this process, for blocks."""

import asyncio
import contextlib
import gc
import io
import json
import os
import pathlib
import sys
import tempfile
import threading
import unittest

from guarding import refusal, snapshot
from pysbx import Sandbox, SandboxConfig, SandboxError


def imports(name):
    return __import__(name)


def generator(log):
    with Sandbox():
        try:
            yield refusal(open, "/etc/passwd")
            yield refusal(open, "/etc/passwd")
        finally:
            log.append(refusal(open, "/etc/passwd"))


class Suspends:
    def __await__(self):
        yield from asyncio.sleep(0).__await__()


async def guarded(log):
    wait = Suspends()
    with Sandbox():
        log.append(refusal(open, "/etc/passwd"))
        await asyncio_sleep(wait)
        log.append(refusal(open, "/etc/passwd"))
    with open("/etc/passwd"):
        log.append("read")


async def asyncio_sleep(wait):
    await wait


async def free(log):
    for _ in range(3):
        with open("/etc/passwd"):
            log.append("free")
        await asyncio.sleep(0)


ESCAPES = """\
open("/etc/passwd")
open("/tmp/pysbx-guard-test", "w")
open(0)
__import__("socket")
__import__("os")
os.system("true")
os.listdir("/")
os.environ.copy
print("out")
exit()
quit()
breakpoint()
input()
().__class__.__base__.__subclasses__()
refusal.__globals__
(lambda: 0).__globals__
refusal.__code__
(x for x in ()).gi_code
(x for x in ()).gi_frame
refusal.__defaults__
CLOSURE.__closure__
CLOSURE.__closure__[0].cell_contents
refusal.__builtins__
len.__self__
[].append.__self__.__class__.__base__.__subclasses__()
type(refusal)(compile("1", "", "eval"), {})
compile("1", "", "eval").replace(co_consts=())
sys._getframe()
gc.get_objects()
__import__("ctypes")
setattr(__builtins__, "len", None)
__builtins__.__getstate__()
setattr(json, "dumps", None)
setattr(ENCODER, "default", None)
type.__setattr__(ENCODER, "x", 1)
setattr(refusal, "x", 1)
ENCODER.__init__.__globals__
eval("__import__('os')", {})
exec("import os", {"__builtins__": {}})
traceback_frame()
"{0.__globals__}".format(refusal)
__import__("_thread")
type(STREAM.buffer.raw)("/etc/passwd")
STREAM.write("x")
STREAM.buffer.write(b"x")
STREAM.buffer.raw.write(b"x")
""".splitlines()
ENCODER = json.JSONEncoder
CLOSURE = contextlib.contextmanager(imports)
STREAM = sys.__stdout__


def traceback_frame():
    try:
        1 / 0
    except ZeroDivisionError as e:
        return e.__traceback__.tb_frame


class Block(unittest.TestCase):
    def test_nothing_is_granted_without_a_feature(self):
        own = {}  # by functions of the host, which the block calls
        for text in ESCAPES:
            # What its own globals lead it to, a function of the host has.
            if not text.startswith(("__", "setattr(", "(x", "type.", "exit",
                                    "quit", "exec", "eval", "os.environ")):
                own[text] = eval(f"lambda: {text}", globals())
        try_ = "def attempt(text):\n    return refusal(eval, text)\n"
        space = {**globals(), "found": {}}
        exec(try_ + "with Sandbox():\n    for text in ESCAPES:\n"
             "        found[text] = refusal(lambda: eval(text))", space)
        found = space["found"]
        with Sandbox():
            theirs = {text: refusal(f) for text, f in own.items()}
        self.assertEqual(len(found), len(ESCAPES))
        for by in found, theirs:
            for text, what in by.items():
                with self.subTest(text, by_host=by is theirs):
                    self.assertRegex(str(what), "refused|has no attribute")

    def test_a_refusal_says_what_why_where_and_what_to_write(self):
        with Sandbox():
            text = refusal(open, "/etc/passwd")
        self.assertRegex(
            text, r"opening '/etc/passwd' is not allowed: it is not in the "
            r"policy \(to allow it, write in the policy: \[files\] read = "
            r"/etc/passwd\) \[.*test_guard.py, line \d+\]")

    def test_honest_code_goes_on(self):
        config = SandboxConfig("stdout", "math", "json", "regex", "datetime",
                               "random", "itertools", "time", "hashlib")
        out = io.StringIO()
        with contextlib.redirect_stdout(out), Sandbox(config):
            import datetime
            import hashlib
            import random
            import re
            from itertools import chain
            from math import pi, sqrt

            class Shape:
                def __init__(self, r):
                    self.r = r

                @property
                def area(self):
                    return pi * self.r ** 2

            print(sorted(chain([3], [1])), sqrt(4), re.sub("a", "b", "aa"))
            print(json.dumps({"area": round(Shape(1).area)}))
            print(datetime.datetime.strptime("2020-01-02", "%Y-%m-%d").year)
            print(random.random() < 1, hashlib.sha256(b"").hexdigest()[:4])
            space = {}
            exec("def f(x):\n  return [y for y in range(x)]", space)
            print(space["f"](3), eval("1 + n", {"n": 1}))
        self.assertEqual(out.getvalue(),
                         '[1, 3] 2.0 bb\n{"area": 3}\n2020\nTrue e3b0\n'
                         '[0, 1, 2] 2\n')

    def test_paths_are_granted_one_by_one(self):
        with tempfile.TemporaryDirectory() as d:
            for name in "ok", "ok.evil":
                os.mkdir(f"{d}/{name}")
                pathlib.Path(f"{d}/{name}/f").write_text(name)
            os.symlink("/etc/passwd", f"{d}/ok/link")
            os.symlink("/etc/ssl", f"{d}/ok/up")
            os.symlink(f"{d}/made", f"{d}/ok/new")
            config = SandboxConfig()
            config.allowPath(f"{d}/ok/")
            with Sandbox(config):
                with open(f"{d}/ok/f") as f:
                    got = f.read()
                found = [refusal(open, f"{d}/{p}") for p in
                         ("ok.evil/f", "ok/link", "ok/../ok.evil/f",
                          "ok/up/../passwd", "ok/new")]
                found.append(refusal(open, f"{d}/ok/f", "w"))
                found.append(refusal(open, f"{d}/ok/f", "r+"))
        self.assertEqual(got, "ok")
        for what in found:
            self.assertIn("refused SandboxPermissionError", what)

    def test_all_is_as_it_was(self):
        def use(config):
            with Sandbox(config):
                refusal(open, "/etc/passwd")
                refusal(imports, "os")
                refusal(lambda: object.__subclasses__())
                with Sandbox():
                    refusal(print, "x")
            with self.assertRaises(KeyError), Sandbox(config):
                {}["x"]

        for config in SandboxConfig(), SandboxConfig("stdout", "math"):
            use(config)
            before = snapshot()
            for _ in range(20):
                use(config)
            after = snapshot()
            for key in before:
                self.assertEqual(before[key], after[key], key)
        self.assertTrue(imports.__globals__ is globals())
        self.assertTrue(object.__subclasses__())

    def test_exceptions_pass_and_exits_do_not(self):
        with self.assertRaisesRegex(ValueError, "mine"), Sandbox():
            raise ValueError("mine")
        with self.assertRaisesRegex(SandboxError, "exit by"), Sandbox():
            raise SystemExit(3)
        with self.assertRaises(SystemExit), Sandbox(SandboxConfig("exit")):
            raise SystemExit(3)
        with open("/etc/passwd"):
            pass

    def test_globals_that_the_block_binds_stay_and_modules_return(self):
        space = {"Sandbox": Sandbox, "os": os, "gone": 1}
        exec("with Sandbox():\n  x = 1\n  del gone\n"
             "  def f(): return 5\n"
             "  try: os.system\n  except ImportError: y = 2", space)
        self.assertEqual((space["x"], space["y"], space["f"]()), (1, 2, 5))
        self.assertIs(space["os"], os)
        self.assertNotIn("gone", space)

    def test_nested_blocks_only_narrow(self):
        wide = SandboxConfig("math", policy="default")
        wide.allow_path("/etc/passwd")
        with Sandbox():
            with Sandbox(wide):
                found = [refusal(open, "/etc/passwd"),
                         refusal(__import__, "math")]
            found.append(refusal(__import__, "math"))
        with Sandbox(wide):
            with open("/etc/passwd"), Sandbox():
                found.append(refusal(open, "/etc/passwd"))
            with open("/etc/passwd"):
                root = __import__("math").sqrt(4)
        for what in found:
            self.assertIn("refused", str(what))
        self.assertEqual(root, 2)

    def test_the_end_cannot_be_called_by_hand(self):
        box = Sandbox()
        with box:
            found = [refusal(box.__exit__, None, None, None),
                     refusal(Sandbox.__exit__, box, None, None, None)]
            found.append(refusal(open, "/etc/passwd"))
        for what in found:
            self.assertIn("refused", str(what))
        with self.assertRaisesRegex(SandboxError, "`with` statement"):
            box.__enter__()
        with self.assertRaisesRegex(SandboxError, "`with` statement"):
            with contextlib.ExitStack() as stack:
                stack.enter_context(box)

    def test_other_threads_are_unhindered(self):
        inside, done = threading.Event(), threading.Event()
        log = []

        def other():
            inside.wait()
            with open("/etc/passwd") as f:
                log.append(bool(f.read()))
            log.append(refusal.__code__.co_name)
            log.append(len(object.__subclasses__()) > 9)
            os.stat("/")
            done.set()

        thread = threading.Thread(target=other)
        thread.start()
        start, wait = inside.set, done.wait
        with Sandbox():
            start()
            wait(20)
            log.append(refusal(open, "/etc/passwd"))
        thread.join()
        self.assertEqual(log[:3], [True, "refusal", True])
        self.assertIn("refused", log[3])

    def test_generators_are_guarded_while_they_run(self):
        log = []
        g = generator(log)
        self.assertIn("refused", next(g))
        with open("/etc/passwd"):
            self.assertIn("refused", next(g))
        g.close()
        self.assertIn("refused", log[0])
        self.assertTrue(refusal.__globals__)

    def test_coroutines_are_guarded_between_their_awaits(self):
        log = []

        async def both():
            await asyncio.gather(guarded(log), free(log))

        asyncio.run(both())
        self.assertEqual(log.count("free"), 3)
        self.assertEqual(log.count("read"), 1)
        self.assertEqual(sum("refused" in x for x in log), 2)

    def test_what_a_block_defined_keeps_its_rights_only(self):
        with Sandbox():
            def later():
                return open("/etc/passwd")
        self.assertIn("refused", refusal(later))

    def test_a_broken_policy_is_an_error_and_no_guard(self):
        with self.assertRaisesRegex(SandboxError, "no profile|nothing"):
            with Sandbox(policy="nothing-of-this-name"):
                self.fail("it ran")

    def test_many_blocks_leave_nothing(self):
        def use():
            with Sandbox():
                return [refusal(open, "/etc/passwd")]

        for _ in range(50):
            use()
        gc.collect()
        before = len(gc.get_objects()), len(os.listdir("/proc/self/fd"))
        for _ in range(1000):
            use()
        gc.collect()
        after = len(gc.get_objects()), len(os.listdir("/proc/self/fd"))
        self.assertLess(after[0], before[0] + 100)
        self.assertEqual(after[1], before[1])


if __name__ == "__main__":
    unittest.main()
