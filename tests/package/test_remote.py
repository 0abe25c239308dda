# SPDX-License-Identifier: MIT
"""Sandbox(server=...): call and execute by a `pysbx serve`.  The tests of
those by a process of their own hold for a server just as well."""

import asyncio
import base64
import contextlib
import datetime
import functools
import io
import json
import opcode
import os
import signal
import tempfile
import time
import unittest

import pysbx
import servers
import test_call
import test_execute
from pysbx import Sandbox, SandboxConfig, SandboxError, _data


class _At:
    """A server for the tests of this file."""

    def __init__(self, *options):
        self.directory = tempfile.TemporaryDirectory()
        with open(self.directory.name + "/exits.conf", "w") as f:
            f.write("include = default\n[process]\nexit = yes\n"
                    "[imports]\nsys = exit\n")
        with open(self.directory.name + "/broken.conf", "w") as f:
            f.write("[process]\npreload = no_such_module\n")
        self.process, server = servers.start(
            self.directory.name, "--wall", "60s",
            "--profile", f"exits=default,{self.directory.name}/exits.conf",
            "--profile", f"broken=default,{self.directory.name}/broken.conf",
            *options)
        self.sandbox = functools.partial(Sandbox, server=server)

    def end(self):
        servers.end(self.process)
        self.directory.cleanup()


def setUpModule():
    global at
    at = _At("--calls")
    for module in test_call, test_execute:
        module.Sandbox = at.sandbox
    test_execute.DEFAULT = at.sandbox(policy="default")
    test_execute.FEATURES = at.sandbox(SandboxConfig("future", "math"))


def tearDownModule():
    for module in test_call, test_execute:
        module.Sandbox = Sandbox
    at.end()


class Call(test_call.Call):
    pass


class Execute(test_execute.Execute):
    # The two that are about what the caller has here, and the server has not.
    test_exit_ends_the_caller_only_where_the_policy_says_so = None
    test_standard_input_is_handed_over_when_it_is_asked_for = None

    def test_output_goes_where_the_callers_goes(self):
        out = io.StringIO()
        with contextlib.redirect_stdout(out):
            test_execute.DEFAULT.execute("print('to a notebook')")
        self.assertEqual(out.getvalue(), "to a notebook\n")
        read, write = os.pipe()
        with open(read) as r, open(write, "w") as w:
            with contextlib.redirect_stdout(w):
                w.write("before ")
                test_execute.DEFAULT.execute("print('in between')")
            w.close()
            self.assertEqual(r.read(), "before in between\n")


class Remote(unittest.TestCase):
    def test_exit_comes_out_only_where_the_servers_policy_says_so(self):
        code = "import sys; sys.exit(3)"
        with self.assertRaisesRegex(SandboxError, "exit"):
            at.sandbox(policy="default").execute(code)
        with self.assertRaises(SystemExit) as caught:
            at.sandbox(policy="exits").execute(code)
        self.assertEqual(caught.exception.code, 3)
        with self.assertRaisesRegex(pysbx.SandboxSetupError, "exit.*grants"):
            at.sandbox(SandboxConfig("exit")).execute(code)

    def test_what_a_server_cannot_do_is_said(self):
        s = at.sandbox(SandboxConfig("stdin"))
        with self.assertRaisesRegex(SandboxError, "standard input"):
            s.execute("")
        with self.assertRaises(ValueError):
            at.sandbox(SandboxConfig(use_subprocess=False))
        with self.assertRaisesRegex(pysbx.SandboxDataError, "413"):
            at.sandbox().call(len, b"x" * (7 << 20))
        with self.assertRaisesRegex(pysbx.SandboxDataError, "max-files"):
            at.sandbox().call(lambda: b"x" * (9 << 20))
        self.assertEqual(at.sandbox().call(lambda: b"x" * (7 << 20)),
                         b"x" * (7 << 20))

    def test_a_profile_without_a_warm_interpreter_says_why(self):
        with self.assertRaisesRegex(pysbx.SandboxSetupError,
                                    "import no_such_module"):
            at.sandbox(policy="broken").call(len, "")
        self.assertEqual(at.sandbox(policy="default").call(len, ""), 0)

    def test_many_at_once_get_their_own_answers(self):
        s = at.sandbox(policy="default")

        async def one(n):
            if n % 10 == 0:
                with self.assertRaisesRegex(KeyError, str(n)):
                    await s.acall(lambda: {}[n])
                return n, n
            space = {"n": n}
            value, _ = await asyncio.gather(
                s.acall(lambda x: x + n, [n]) if n % 7 == 0
                else s.acall(lambda x: x, n),
                s.aexecute("n = [n, n]", space), return_exceptions=True)
            if n % 7 == 0:
                self.assertIsInstance(value, TypeError)
                value = n
            self.assertEqual(space["n"], [n, n])
            return value, n

        async def main():
            return await asyncio.gather(*map(one, range(60)))

        for value, n in asyncio.run(main()):
            self.assertEqual(value, n)

    def test_cancellation_ends_it_on_the_server(self):
        async def main():
            s = at.sandbox(policy="default")
            tasks = [asyncio.ensure_future(s.acall(
                lambda: [0 for _ in iter(int, 1)])) for _ in range(4)]
            await asyncio.sleep(0.3)
            for t in tasks:
                t.cancel()
            done = await asyncio.gather(*tasks, return_exceptions=True)
            return done, await s.acall(len, "abc")

        begun = time.monotonic()
        done, three = asyncio.run(main())
        self.assertEqual(three, 3)
        for error in done:
            self.assertIsInstance(error, asyncio.CancelledError)
        self.assertLess(time.monotonic() - begun, 50, "it ran to its limit")

    def test_a_crash_takes_one_request_with_it_and_names_the_signal(self):
        # Bytecode by hand: a constant that is not there.
        code = (lambda: None).__code__
        far = code.replace(co_code=code.co_code.replace(
            bytes([opcode.opmap["LOAD_CONST"], 0]),
            bytes([opcode.opmap["LOAD_CONST"], 255])), co_consts=())
        s = at.sandbox(policy="default")
        with self.assertRaises(pysbx.SandboxCrash) as caught:
            s.execute(far)
        self.assertEqual(caught.exception.signal, signal.SIGSEGV)
        self.assertEqual(s.call(len, "abc"), 3)

    def test_without_calls_there_are_none(self):
        other = _At()
        try:
            with self.assertRaisesRegex(pysbx.SandboxSetupError, "--calls"):
                other.sandbox(policy="default").call(len, "")
            self.assertEqual(other.sandbox(policy="default").run(code="")
                             .status, "ok")
        finally:
            other.end()

    def test_requests_that_are_none(self):
        for task in (b"", b"\0", b"t\5\0\0\0", os.urandom(64),
                     _data.encode((1, 0, False, [], []), 1000),
                     _data.encode((1, 0, False, [b"c\0"], [("x",)]), 1000),
                     _data.encode((1, 0, False, [], [("call", 1, 2, 3)]),
                                  1000)):
            with self.subTest(task[:9]):
                answer = None
                with contextlib.suppress(pysbx.SandboxSetupError):
                    answer = at.sandbox().server.ask(
                        "/v1/call",
                        {"task": base64.b64encode(task).decode()}, 30, None)
                if answer is not None:
                    self.assertIn(answer["status"],
                                  ("setup", "ok", "crash", "error"), answer)
                    self.assertNotIn("value", str(_record(answer)))


def _record(answer):
    text = base64.b64decode(answer["record"] or "")
    return _data.decode(text)[0] if text else None


class Lies(unittest.TestCase):
    """A server that sends what no server of ours would."""

    def test_answers_are_checked(self):
        good = {"status": "ok", "stdout": "", "stderr": "",
                "record_cut": False, "exit_granted": False}
        bodies = []

        address = servers.pretend(
            self, lambda _: (200, json.dumps(bodies[0]).encode()))
        s = Sandbox(server=address, max_output_size=100)

        def encoded(*record):
            return base64.b64encode(_data.encode(record, 1 << 24)).decode()

        exits = encoded("error", "SystemExit", True, "3", (3,), [])
        for change in ({}, {"record": 5}, {"record": "!"}, {"record": None},
                       {"record": encoded("value")}, {"record": encoded()},
                       {"record": "AAAA"}, {"record": exits},
                       {"record": exits, "exit_granted": "yes"},
                       {"record": encoded("spaces", None, None, [])},
                       {"record": encoded("value", "x" * (1 << 20))},
                       {"status": "setup"}, {"status": None},
                       {"stdout": []}, {"record_cut": True}):
            with self.subTest(str(change)[:60]):
                bodies[:] = [{**good, **change}]
                with self.assertRaises(SandboxError):
                    s.call(len, "")
        bodies[:] = [{**good, "record": encoded("value", datetime.date.min)}]
        self.assertEqual(s.call(len, ""), datetime.date.min)


if __name__ == "__main__":
    unittest.main()
