# SPDX-License-Identifier: MIT
"""Sandbox.run: programs, their files, their ends; and arun."""

import asyncio
import os
import tempfile
import threading
import unittest

from pysbx import (Result, Sandbox, SandboxConfig, SandboxDataError,
                   SandboxError, SandboxSetupError, SandboxTimeout)

DEFAULT = Sandbox(policy="default")


class Run(unittest.TestCase):
    def test_code_with_everything(self):
        r = DEFAULT.run(code="""
import sys
text = open("in.csv").read()
print(sys.argv[1:], sys.stdin.read(), text)
print("to stderr", file=sys.stderr)
open("out.png", "wb").write(b"\\x89PNG\\r\\n\\x1a\\nrest")
open("other.txt", "w").write("x")
""", args=["a", "-b"], stdin=b"input", files={"in.csv": b"1,2", "deep/x": "y"},
                        collect=["*.png", "deep/*"])
        self.assertIsInstance(r, Result)
        self.assertEqual(r.status, "ok", r)
        self.assertEqual(r.output, "['a', '-b'] input 1,2\n")
        self.assertEqual(r.errors, "to stderr\n")
        self.assertEqual(r.files, {"out.png": b"\x89PNG\r\n\x1a\nrest",
                                   "deep/x": b"y"})
        self.assertEqual(r._repr_png_(), r.files["out.png"])
        self.assertIn("<img", r._repr_html_())
        self.assertIn("out.png", repr(r))
        self.assertIs(r.check(), r)

    def test_a_program_file_and_its_refusals(self):
        with tempfile.TemporaryDirectory() as d:
            path = os.path.join(d, "job.py")
            with open(path, "w") as f:
                f.write("print('before')\nopen('/etc/passwd')\n")
            r = DEFAULT.run(path)
        self.assertEqual((r.status, r.output), ("error", "before\n"))
        self.assertTrue(any(v["object"] == "/etc/passwd"
                            for v in r.violations), r.violations)
        self.assertEqual(r.exception["type"], "pysbx.SandboxPermissionError")
        with self.assertRaises(SandboxError):
            r.check()

    def test_how_it_ends(self):
        quick = Sandbox(policy="default", timeout=0.5)
        r = quick.run(code="while True: pass")
        self.assertEqual(r.status, "timeout")
        with self.assertRaises(SandboxTimeout):
            r.check()
        self.assertEqual(
            Sandbox(SandboxConfig(policy="default", max_output_size=1000))
            .run(code="print('x' * 100000)").status, "output")
        with self.assertRaises(SandboxSetupError):
            DEFAULT.run("/nowhere/program.py")
        with self.assertRaises(TypeError):
            DEFAULT.run()

    def test_files_lead_nowhere_else(self):
        for path in ("../x", "/x", "a/../../x", "", "a//b"):
            with self.assertRaises(ValueError):
                DEFAULT.run(code="", files={path: b""})
        with self.assertRaises(SandboxDataError):
            Sandbox(SandboxConfig(policy="default", max_output_size=100)).run(
                code="open('big', 'w').write('x' * 101)", collect=["*"])
        from pysbx import _files
        with tempfile.TemporaryDirectory() as d:
            os.symlink("/etc/passwd", d + "/link")
            os.symlink("/etc", d + "/dir")
            os.mkfifo(d + "/pipe")
            open(d + "/plain", "w").close()
            self.assertEqual(_files.collect(d, ["*"], 1000), {"plain": b""})

    def test_a_tree_deeper_than_recursion_is_removed(self):
        from pysbx import _files
        with _files.directory() as top:
            fd = os.open(top, os.O_RDONLY)
            for _ in range(1900):
                os.mkdir("d", dir_fd=fd)
                inner = os.open("d", os.O_RDONLY, dir_fd=fd)
                os.close(fd)
                fd = inner
            os.close(fd)
            self.assertEqual(_files.collect(top, ["*"], 10), {})
        self.assertFalse(os.path.exists(top))

    def test_what_a_killed_host_left_is_removed_and_nothing_else(self):
        from pysbx import _files
        with tempfile.TemporaryDirectory() as d:
            self.addCleanup(setattr, tempfile, "tempdir", tempfile.tempdir)
            tempfile.tempdir = d
            for name in "pysbx-run-left/a", "pysbx-other", "run":
                os.makedirs(f"{d}/{name}")
            os.symlink("/etc", d + "/pysbx-run-link")
            with _files.directory() as top:
                os.mkdir(top + "/closed", 0o000)
                _files._sweep(d, 3600)
                self.assertIn("pysbx-run-left", os.listdir(d))
                _files._sweep(d, 0)
                self.assertEqual(
                    sorted(os.listdir(d)),
                    sorted(["pysbx-other", "run", "pysbx-run-link",
                            os.path.basename(top)]))
            self.assertFalse(os.path.exists(top))
            self.assertTrue(os.path.isdir("/etc"))

    def test_without_a_policy_nothing_is_granted_but_the_directory(self):
        r = Sandbox().run(code="print(open('a').read())\nimport math",
                          files={"a": "b"})
        self.assertEqual((r.status, r.output), ("error", "b\n"), r)

    def test_many_threads_and_nothing_is_left(self):
        before = set(os.listdir("/proc/self/fd")), threading.active_count()
        results = []
        threads = [threading.Thread(target=lambda n=n: results.append(
            DEFAULT.run(code=f"print({n})").output)) for n in range(8)]
        for t in threads:
            t.start()
        for t in threads:
            t.join()
        self.assertEqual(sorted(results), [f"{n}\n" for n in range(8)])
        self.assertEqual(before, (set(os.listdir("/proc/self/fd")),
                                  threading.active_count()))

    def test_arun_and_its_cancellation(self):
        async def main():
            one, two = await asyncio.gather(
                DEFAULT.arun(code="print(1)"), DEFAULT.arun(code="print(2)"))
            task = asyncio.ensure_future(
                DEFAULT.arun(code="while True: pass"))
            await asyncio.sleep(0.3)
            task.cancel()
            with self.assertRaises(asyncio.CancelledError):
                await task
            return one.output, two.output

        self.assertEqual(asyncio.run(main()), ("1\n", "2\n"))


if __name__ == "__main__":
    unittest.main()
