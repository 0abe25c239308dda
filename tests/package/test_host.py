# SPDX-License-Identifier: MIT
"""The process that uses sandboxes: threads, forks, its own death, and that
nothing of it changes.  PYSBX_SANDBOXES: how many; `make soak-package`."""

import builtins
import gc
import multiprocessing
import os
import signal
import subprocess
import sys
import threading
import unittest

import pysbx
from processes import children, is_running, wait_until
from pysbx import Sandbox, SandboxConfig

DEFAULT = Sandbox(policy="default", timeout=30)
SANDBOXES = int(os.environ.get("PYSBX_SANDBOXES", "60"))


def triple(x):
    return 3 * x


def in_another_process(sandbox, x):
    """For multiprocessing: a value, and an exception that goes through it."""
    value = sandbox.call(triple, x)
    try:
        sandbox.call(lambda: 1 / 0)
    except ZeroDivisionError:
        value += 1
    return value, sandbox.run(code=f"print({x})")


def time_out(sandbox):
    sandbox.call(lambda: 9**9**9)


class Host(unittest.TestCase):
    def test_many_threads_at_once(self):
        """One object for all; each kind of work."""
        results, errors = [], []
        configured = Sandbox(SandboxConfig("math"))

        def work(n):
            try:
                space = {"n": n}
                configured.execute("import math\nn = math.sqrt(n * n)", space)
                results.append((DEFAULT.call(triple, n), space["n"],
                                DEFAULT.run(code=f"print({n})").output))
            except BaseException as e:
                errors.append(e)

        threads = [threading.Thread(target=work, args=(n,)) for n in range(12)]
        for t in threads:
            t.start()
        for t in threads:
            t.join()
        self.assertEqual(errors, [])
        self.assertEqual(sorted(results),
                         [(3 * n, n, f"{n}\n") for n in range(12)])

    def test_multiprocessing_by_fork_and_by_spawn(self):
        for method in "fork", "spawn":
            with self.subTest(method):
                context = multiprocessing.get_context(method)
                with context.Pool(2) as pool:
                    found = pool.starmap(in_another_process,
                                         [(DEFAULT, n) for n in range(3)])
                    with self.assertRaises(pysbx.SandboxTimeout):
                        pool.apply(time_out, [Sandbox(timeout=0.3)])
                self.assertEqual([value for value, _ in found], [1, 4, 7])
                self.assertEqual([r.output for _, r in found],
                                 ["0\n", "1\n", "2\n"])

    def test_a_fork_in_the_midst_of_it_delays_nothing(self):
        """The child holds the pipes' ends: no end of file ever comes."""
        forked = []

        def fork():
            pid = os.fork()
            if pid == 0:
                signal.pause()
                os._exit(0)
            forked.append(pid)

        from pysbx import _child
        popen = subprocess.Popen

        class Popen(popen):
            def __init__(self, *args, **options):
                super().__init__(*args, **options)
                fork()

        _child.subprocess.Popen = Popen
        try:
            self.assertEqual(Sandbox(timeout=60).call(triple, 2), 6)
        finally:
            _child.subprocess.Popen = popen
            for pid in forked:
                os.kill(pid, signal.SIGKILL)
                os.waitpid(pid, 0)
        self.assertEqual(len(forked), 1)

    def test_a_host_that_is_killed_takes_its_sandboxes_with_it(self):
        program = ("import threading\nfrom pysbx import Sandbox\n"
                   "s = Sandbox(policy='default', timeout=600)\n"
                   "def loop():\n    while True: pass\n"
                   "t = threading.Thread(target=s.call, args=(loop,))\n"
                   "t.start()\n"
                   "print(s.run(code='while True: pass'))\n")
        host = subprocess.Popen([sys.executable, "-c", program])
        self.addCleanup(host.wait)
        self.addCleanup(host.kill)
        self.assertTrue(wait_until(lambda: len(children(host.pid)) >= 4))
        below = children(host.pid)
        host.kill()
        host.wait()
        self.assertTrue(wait_until(
            lambda: not any(is_running(pid) for pid in below)))

    def state(self):
        gc.collect()
        with open("/proc/self/statm") as f:
            pages = int(f.read().split()[1])
        return {
            "descriptors": {fd: os.readlink(f"/proc/self/fd/{fd}")
                            for fd in os.listdir("/proc/self/fd")
                            if os.path.islink(f"/proc/self/fd/{fd}")},
            "threads": threading.active_count(),
            "modules": dict(sys.modules),
            "builtins": dict(vars(builtins)),
            "names": {name: dict(vars(sys.modules[name]))
                      for name in ("os", "subprocess", "signal", "json")},
            "signals": [signal.getsignal(n) for n in signal.valid_signals()],
            "environment": dict(os.environ),
            "directory": (os.getcwd(), os.umask(0o22)),
            "hooks": (sys.excepthook, sys.displayhook, sys.gettrace(),
                      sys.getrecursionlimit(), list(sys.path)),
            "children": children(os.getpid()),
        }, pages

    def test_nothing_of_it_changes(self):
        """All kinds of ends, many times."""
        short = Sandbox(timeout=0.05)

        def once(n):
            space = {"a": n}
            DEFAULT.call(triple, [n])
            DEFAULT.execute("import math\nb = math.pi + a", space)
            DEFAULT.run(code="open('f', 'w').write('x')", collect=["*"])
            for sandbox, f in ((DEFAULT, lambda: 1 / 0),
                               (DEFAULT, lambda: open("/etc/passwd")),
                               (short, lambda: 9**9**9),
                               (DEFAULT, lambda: object())):
                with self.assertRaises((pysbx.SandboxError, ArithmeticError)):
                    sandbox.call(f)

        for n in range(4):
            once(n)
        before, pages = self.state()
        for n in range(0, SANDBOXES, 7):
            once(n)
        after, pages_after = self.state()
        self.assertEqual(after, before)
        self.assertLess(pages_after - pages, 2048, "more than 8 MB more")


if __name__ == "__main__":
    unittest.main()
