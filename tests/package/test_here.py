# SPDX-License-Identifier: MIT
"""use_subprocess=False: calls and programs in this process."""

import asyncio
import contextlib
import gc
import io
import math
import os
import sys
import threading
import unittest

from guarding import snapshot
from pysbx import (Sandbox, SandboxConfig, SandboxDataError, SandboxError,
                   SandboxTimeout)

HERE = Sandbox(SandboxConfig(use_subprocess=False))


class Dies:
    log: list = []

    def __del__(self):
        try:
            ().__class__.__base__.__subclasses__()[0]
        except AttributeError:
            return
        raise MemoryError("it got them")


class Loud(Exception):
    def __str__(self):
        return open("/etc/passwd").read()


class Call(unittest.TestCase):
    def test_values_cross_as_copies(self):
        data = [1, {"a": [2]}, {3}]

        def change(d):
            d[1]["a"].append(3)
            d[2].add(4)
            d.append(5)
            return d

        self.assertEqual(HERE.call(change, data),
                         [1, {"a": [2, 3]}, {3, 4}, 5])
        self.assertEqual(data, [1, {"a": [2]}, {3}])
        space = {"data": data, "keep": len}
        HERE.execute("data.append(9)\nnew = len(data)", globals=space)
        self.assertEqual(space, {"data": [1, {"a": [2]}, {3}, 9], "new": 4,
                                 "keep": len})
        self.assertEqual(data, [1, {"a": [2]}, {3}])
        for bad in object(), lambda: 0, (x for x in ()):
            with self.assertRaises(SandboxDataError):
                HERE.call(lambda: bad) if not callable(bad) else \
                    HERE.call(lambda: (lambda: 0))

    def test_the_same_is_refused_as_in_a_block(self):
        for act in (lambda: open("/etc/passwd"), lambda: os.system("true"),
                    lambda: print("x"), lambda: exit(),
                    lambda: ().__class__.__base__.__subclasses__(),
                    lambda: (lambda: 0).__globals__,
                    lambda: len.__self__, lambda: eval("open('/etc/passwd')")):
            with self.assertRaises(SandboxError):
                HERE.call(act)
        for code in ("import os", "exec('import os', {})",
                     "print.__self__.open('/etc/passwd')"):
            with self.assertRaises(SandboxError):
                HERE.execute(code)

    def test_honest_code_and_features(self):
        box = Sandbox(SandboxConfig("math", "stdout", "help",
                                    use_subprocess=False))
        out = io.StringIO()
        with contextlib.redirect_stdout(out):
            self.assertEqual(box.call(lambda x: math.sqrt(x), 16), 4)
            box.execute("class A:\n  '''words'''\nhelp(A)\nprint(1, 2)")
        self.assertIn("words", out.getvalue())
        self.assertTrue(out.getvalue().endswith("1 2\n"))
        self.assertEqual(asyncio.run(box.acall(lambda: 7)), 7)

    def test_exceptions(self):
        with self.assertRaises(ZeroDivisionError):
            HERE.call(lambda: 1 / 0)

        def raises():
            raise Loud()

        with self.assertRaises(SandboxError) as caught:
            HERE.call(raises)
        self.assertNotIn("root", str(caught.exception))
        with self.assertRaisesRegex(SandboxError, "exit"):
            HERE.execute("raise SystemExit(1)")

    def test_destructors_die_under_the_guard(self):
        def leave():
            import_ = []
            d = Dies()
            import_.append(import_)
            d.me = d
            return 1

        caught = []
        old, sys.unraisablehook = sys.unraisablehook, caught.append
        try:
            self.assertEqual(HERE.call(leave), 1)
            gc.collect()
        finally:
            sys.unraisablehook = old
        self.assertEqual(caught, [])

    def test_timeout(self):
        box = Sandbox(SandboxConfig(use_subprocess=False, timeout=0.2))
        before = threading.enumerate()

        def loop():
            while True:
                pass

        def stubborn():
            for _ in range(3):
                try:
                    loop()
                except BaseException:
                    pass

        for f in loop, stubborn:
            with self.assertRaises(SandboxTimeout):
                box.call(f)
        self.assertEqual(box.call(lambda: 3), 3)
        self.assertEqual(threading.enumerate(), before)

    def test_all_is_as_it_was(self):
        HERE.call(lambda: 1)
        before = snapshot()
        for _ in range(20):
            HERE.call(lambda x: [x], 1)
            with self.assertRaises(SandboxError):
                HERE.execute("import os")
        after = snapshot()
        for key in before:
            self.assertEqual(before[key], after[key], key)

    def test_threads_call_at_once(self):
        log = []

        def work():
            for i in range(30):
                log.append(HERE.call(lambda x: x + 1, i) == i + 1)
                with open("/etc/passwd"):
                    pass

        threads = [threading.Thread(target=work) for _ in range(4)]
        for t in threads:
            t.start()
        for t in threads:
            t.join()
        self.assertEqual(log, [True] * 120)


if __name__ == "__main__":
    unittest.main()
