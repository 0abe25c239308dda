# SPDX-License-Identifier: MIT
"""Sandbox(server=...): run and arun by a `pysbx serve`."""

import asyncio
import json
import os
import socket
import tempfile
import time
import unittest

import pysbx
import servers
from processes import children, state
from pysbx import Result, Sandbox, SandboxConfig, SandboxError
from pysbx import _server

TOKEN = "0123456789abcdef-token"


class Server(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.directory = tempfile.TemporaryDirectory()
        with socket.socket() as s:
            s.bind(("127.0.0.1", 0))
            cls.port = s.getsockname()[1]
        cls.process, cls.server = servers.start(
            cls.directory.name, "--listen", f"127.0.0.1:{cls.port}",
            "--queue", "4", env={"PYSBX_TOKEN": TOKEN})
        cls.sandbox = Sandbox(policy="default", server=cls.server)

    @classmethod
    def tearDownClass(cls):
        servers.end(cls.process)
        cls.directory.cleanup()

    def test_a_program_with_everything_is_as_without_a_server(self):
        options = dict(code="""
import sys
text = open("in.csv").read()
print(sys.argv[1:], sys.stdin.read(), text, "ä")
print("to stderr", file=sys.stderr)
open("out.png", "wb").write(b"\\x89PNG\\r\\n\\x1a\\nrest")
open("other.txt", "w").write("x")
1 / 0
""", args=["a", "-b"], stdin="in ä", files={"in.csv": b"1,2"},
                       collect=["*.png"])
        r = self.sandbox.run(**options)
        plain = Sandbox(policy="default").run(**options)
        self.assertIsInstance(r, Result)
        self.assertEqual(r.stdout, "['a', '-b'] in ä 1,2 ä\n".encode())
        self.assertEqual(r.files, {"out.png": b"\x89PNG\r\n\x1a\nrest"})
        for name in ("status", "reason", "exit_code", "signal", "stdout",
                     "files", "violations"):
            self.assertEqual(getattr(r, name), getattr(plain, name), name)
        for errors in r.errors, plain.errors:  # 3.13 also shows the line
            self.assertTrue(errors.startswith("to stderr\nTraceback"), errors)
        self.assertEqual(set(r.usage) & set(plain.usage), set(plain.usage))
        self.assertEqual(r.exception["type"], "ZeroDivisionError")
        with self.assertRaises(SandboxError):
            r.check()

    def test_a_program_file_by_tcp_with_the_token(self):
        path = self.directory.name + "/job.py"
        with open(path, "w") as f:
            f.write("import sys\nprint('ran', sys.argv)")
        address = f"http://127.0.0.1:{self.port}"
        r = Sandbox(policy="default", server=address, token=TOKEN).run(
            path, args=["x"])
        self.assertEqual(r.output, f"ran ['{path}', 'x']\n", r)
        os.environ["PYSBX_TOKEN"] = TOKEN
        try:
            Sandbox(policy="default", server=address).run(path).check()
        finally:
            del os.environ["PYSBX_TOKEN"]
        for token in None, "x" * 20:
            s = Sandbox(policy="default", server=address, token=token)
            with self.assertRaisesRegex(pysbx.SandboxSetupError, "401"):
                s.run(path)
        self.assertNotIn(TOKEN, repr(s))

    def test_features_go_and_may_not_be_more_than_the_server_grants(self):
        code = "import math\nprint(math.sqrt(4))\nopen('o', 'w')\nimport json"
        r = Sandbox(SandboxConfig("math", timeout=3),
                    server=self.server).run(code=code)
        self.assertEqual((r.output, r.exception["type"]),
                         ("2.0\n", "pysbx.SandboxImportError"), r)
        r = Sandbox(SandboxConfig("math", policy="default"),
                    server=self.server).run(code="import json")
        self.assertEqual(r.status, "ok", r)
        config = SandboxConfig()
        config.allow_module("os", "system")
        with self.assertRaisesRegex(pysbx.SandboxSetupError, "os.*grants"):
            Sandbox(config, server=self.server).run(code=code)
        with self.assertRaisesRegex(pysbx.SandboxSetupError, "limit is 10"):
            Sandbox(policy="default", timeout=11,
                    server=self.server).run(code=code)
        with self.assertRaisesRegex(pysbx.SandboxSetupError, "no profile"):
            Sandbox(policy="other", server=self.server).run(code=code)

    def test_limits_and_sizes(self):
        quick = Sandbox(policy="default", timeout=0.3, max_output_size=1000,
                        max_files=2, server=self.server)
        self.assertEqual(quick.run(code="while 1: pass").status, "timeout")
        self.assertEqual(quick.run(code="print('x' * 1001)").status, "output")
        for write in ("'a', 'w').write('x' * 1001", "n, 'w'"):
            with self.assertRaises(pysbx.SandboxDataError):
                quick.run(code=f"for n in 'abc': open({write})", collect=["*"])
        with self.assertRaises(pysbx.SandboxDataError):
            self.sandbox.run(code="", stdin=b"\xff")
        with self.assertRaisesRegex(pysbx.SandboxDataError, "413"):
            self.sandbox.run(code="", files={"a": bytes(12 << 20)})

    def test_more_at_once_than_the_queue_holds(self):
        async def main():
            return await asyncio.gather(*(
                self.sandbox.arun(code=f"print({n})") for n in range(30)))

        self.assertEqual([r.output for r in asyncio.run(main())],
                         [f"{n}\n" for n in range(30)])

    def test_cancellation_ends_the_run_on_the_server(self):
        def busy():
            return [p for p in children(self.process.pid) if state(p) == "R"]

        async def main():
            task = asyncio.ensure_future(self.sandbox.arun(
                code="while True: pass"))
            for _ in range(500):
                if busy():
                    break
                await asyncio.sleep(0.01)
            found = busy()
            task.cancel()
            with self.assertRaises(asyncio.CancelledError):
                await task
            return found

        begun = time.monotonic()
        found = asyncio.run(main())
        self.assertEqual(len(found), 1)
        while busy():
            time.sleep(0.01)
        self.assertLess(time.monotonic() - begun, 9, "it ran to its limit")

    def test_a_server_that_is_away_is_a_sandbox_error(self):
        for address in ("unix:/nowhere/sock", "http://127.0.0.1:1",
                        f"unix:{self.directory.name}"):
            with self.assertRaisesRegex(SandboxError, "does not answer"):
                Sandbox(policy="default", server=address).run(code="")
        for address in ("", "unix:", "/path", "http://192.0.2.1:80",
                        "https://127.0.0.1:1", "http://127.0.0.1",
                        "http://localhost.example:1", "http://127.0.0.1:1/x",
                        "http://127.0.0.1:1\r\nX: y"):
            with self.assertRaises(ValueError, msg=address):
                Sandbox(server=address)
        with self.assertRaises(ValueError):
            Sandbox(server="http://127.0.0.1:1", token="a\r\nb")


class Answers(unittest.TestCase):
    """A server that is busy, or no server of ours."""

    def serve(self, *answers):
        asked = []

        def answer(path):
            asked.append(path)
            return answers[min(len(asked), len(answers)) - 1]

        return asked, Sandbox(server=servers.pretend(self, answer))

    def test_a_full_queue_is_asked_again_a_few_times(self):
        busy = 429, b'{"title": "", "description": "the queue is full"}'
        asked, sandbox = self.serve(busy)
        with self.assertRaisesRegex(SandboxError, "the queue is full"):
            sandbox.run(code="")
        self.assertEqual(asked, ["/v1/run"] * _server.TRIES)
        good = 200, json.dumps({"status": "ok", "stdout": "aGk=", "stderr": "",
                                "files": [], "files_skipped": []}).encode()
        asked, sandbox = self.serve(busy, busy, good)
        self.assertEqual(sandbox.run(code="").stdout, b"hi")
        self.assertEqual(len(asked), 3)

    def test_answers_that_are_none(self):
        for status, body in ((200, b""), (200, b"[]"), (200, b"{}"),
                             (200, b"[" * 100000), (500, b"oh"),
                             (503, b'{"title": "\\u001b[2J"}'),
                             (200, b'{"status": "ok", "stdout": 5}'),
                             (200, b'{"stdout": "", "stderr": "", "files": '
                                   b'[7], "files_skipped": 1}')):
            with self.subTest(body[:40]):
                asked, sandbox = self.serve((status, body))
                with self.assertRaises(SandboxError) as caught:
                    sandbox.run(code="", collect=["*"])
                self.assertTrue(str(caught.exception).isprintable())


if __name__ == "__main__":
    unittest.main()
