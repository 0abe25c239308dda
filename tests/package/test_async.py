# SPDX-License-Identifier: MIT
"""acall, aexecute, arun: many at once, and cancellation that leaves no
process."""

import asyncio
import os
import threading
import time
import unittest

import pysbx
from processes import children, is_running, wait_until
from pysbx import Sandbox, _async

DEFAULT = Sandbox(policy="default", timeout=60)


def below():
    """Processes below this one that run."""
    return children(os.getpid())


def gone(pids):
    """The program itself is killed by the kernel, a moment later."""
    return wait_until(lambda: not any(map(is_running, pids)))


def endless():
    while True:
        pass


class Twins(unittest.TestCase):
    def test_values_namespaces_results_and_exceptions(self):
        async def main():
            space = {"a": 1}
            loop_runs = asyncio.ensure_future(asyncio.sleep(0, "yes"))
            value = await DEFAULT.acall(lambda a, *, b: a + b, 1, b=2)
            await DEFAULT.aexecute("a += 1; b = a", space)
            r = await DEFAULT.arun(code="print(3)")
            with self.assertRaises(ZeroDivisionError):
                await DEFAULT.acall(lambda: 1 / 0)
            with self.assertRaises(pysbx.SandboxDataError):
                await DEFAULT.acall(len, object())
            with self.assertRaises(TypeError):
                await DEFAULT.arun()
            with self.assertWarns(pysbx.SandboxWarning) as caught:
                await DEFAULT.aexecute("c = object()", space)
            self.assertEqual(caught.filename, __file__)
            with self.assertRaises(pysbx.SandboxTimeout):
                await Sandbox(timeout=0.2).acall(endless)
            return value, space, r.output, await loop_runs

        self.assertEqual(asyncio.run(main()),
                         (3, {"a": 2, "b": 2}, "3\n", "yes"))

    def test_more_at_once_than_there_are_threads(self):
        async def main():
            return await asyncio.gather(*(
                DEFAULT.acall(lambda n: n * n, n)
                for n in range(_async.AT_ONCE + 10)))

        self.assertEqual(asyncio.run(main()),
                         [n * n for n in range(_async.AT_ONCE + 10)])

    def test_cancellation_leaves_no_process_and_no_change(self):
        """At once, in the midst, and while it waits for its turn."""
        space = {"a": 1}

        async def main():
            for start in (lambda: DEFAULT.acall(endless),
                          lambda: DEFAULT.aexecute("a = 2\nwhile 1: pass",
                                                   space),
                          lambda: DEFAULT.arun(code="while 1: pass")):
                for wait in 0, 0.005, 0.02, 0.3:
                    task = asyncio.ensure_future(start())
                    await asyncio.sleep(wait)
                    running = below()
                    task.cancel()
                    with self.assertRaises(asyncio.CancelledError):
                        await task
                    self.assertEqual(below(), [], wait)
                    self.assertTrue(gone(running), "its program goes on")
            tasks = [asyncio.ensure_future(DEFAULT.acall(endless))
                     for _ in range(_async.AT_ONCE + 4)]
            await asyncio.sleep(0.2)
            for task in tasks:
                task.cancel()
            await asyncio.wait(tasks)
            self.assertTrue(all(task.cancelled() for task in tasks))
            self.assertEqual(below(), [])
            with self.assertRaises(TimeoutError):
                await asyncio.wait_for(DEFAULT.acall(endless), 0.1)
            self.assertEqual(below(), [])

        asyncio.run(main())
        self.assertEqual(space, {"a": 1})

    def test_cancellation_does_not_wait_for_a_thread(self):
        done = threading.Event()

        async def main():
            task = asyncio.ensure_future(_async.twin(
                lambda started: done.wait(60), killable=False))
            await asyncio.sleep(0.05)
            task.cancel()
            with self.assertRaises(asyncio.CancelledError):
                await task
            return done.is_set()

        self.assertFalse(asyncio.run(main()))
        done.set()

    def test_loops_in_several_threads(self):
        results = []

        def run(n):
            results.append(asyncio.run(DEFAULT.acall(lambda n: -n, n)))

        threads = [threading.Thread(target=run, args=(n,)) for n in range(4)]
        for t in threads:
            t.start()
        for t in threads:
            t.join()
        self.assertEqual(sorted(results), [-3, -2, -1, 0])

    def test_a_child_of_fork_has_threads_of_its_own(self):
        asyncio.run(DEFAULT.acall(int))  # the pool is there
        pid = os.fork()
        if pid == 0:
            value = asyncio.run(DEFAULT.acall(lambda: 7))
            os._exit(value)
        for _ in range(3000):
            done, status = os.waitpid(pid, os.WNOHANG)
            if done:
                break
            time.sleep(0.01)
        else:
            os.kill(pid, 9)
            os.waitpid(pid, 0)
        self.assertTrue(done, "it hangs")
        self.assertEqual(os.waitstatus_to_exitcode(status), 7)


if __name__ == "__main__":
    unittest.main()
