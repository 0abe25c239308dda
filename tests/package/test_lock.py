# SPDX-License-Identifier: MIT
"""pysbx.lock(): one process a test, since there is no way back."""

import os
import pathlib
import subprocess
import sys
import tempfile
import textwrap
import unittest

JUDGE = pathlib.Path(__file__).resolve().parents[1] / "judge.py"
# A sample of tests/escapes: each by a way of its own.
SAMPLE = """
    builtins_by_exec builtins_subclasses builtins_wrap_close_globals builtins_of_print
    builtins_write_setattr closure_read closure_by_format closure_cell_compared code_read code_replace
    code_forged_file_name code_function_type deputy_copy_open deputy_json_default
    deputy_re_sub exec_os_system exec_fork_exec exec_ctypes exec_subprocess exit_os
    exit_builtin frame_getframe frame_of_traceback frame_of_generator exec_posix_spawn
    frame_current_frames exec_socket
    """


def run(text, *args):
    """(status, output) of a program."""
    done = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(text), *args], timeout=60,
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    return done.returncode, done.stdout


class Lock(unittest.TestCase):
    def test_the_process_is_confined_from_here_on(self):
        status, out = run("""
            import os, sys, math, json, threading
            import pysbx
            def attempt(f):
                try:
                    return f()
                except (pysbx.SandboxError, OSError) as e:
                    return type(e).__name__
            def reads():
                return open("/etc/passwd").read()
            def later():
                yield 1
                yield attempt(reads)
            kept = open("/etc/hostname")
            g = later(); next(g)
            made = pysbx.lock("default")
            print(made.layers, made.landlock > 0, made.seccomp)
            print(attempt(reads), next(g))
            print(attempt(lambda: open("/tmp/pysbx-lock-test", "w")))
            print(attempt(lambda: os.system("true")))
            print(attempt(lambda: __import__("socket")))
            print(attempt(lambda: ().__class__.__base__.__subclasses__()))
            print(attempt(lambda: reads.__globals__))
            print(attempt(lambda: pysbx.lock("default")))
            print(math.sqrt(4), json.dumps([1]), sorted([2, 1]))
            import re, random, datetime, collections
            print(re.sub("a", "b", "aa"), collections.Counter("aa"))
            print(bool(kept.read()))
            """)
        self.assertEqual(status, 0, out)
        self.assertEqual(out.splitlines(), [
            "('interpreter', 'kernel') True True",
            "SandboxPermissionError SandboxPermissionError",
            "SandboxPermissionError", "SandboxImportError",
            "SandboxImportError", "SandboxAttributeError",
            "SandboxAttributeError", "SandboxAttributeError",
            "2.0 [1] [1, 2]", "bb Counter({'a': 2})", "True"])

    def test_the_kernel_holds_alone(self):
        status, out = run("""
            import ctypes, os, pysbx, socket, subprocess
            libc = ctypes.CDLL(None, use_errno=True)
            made = pysbx.lock("default", layers=["kernel"])
            print(made.layers)
            def attempt(f, *a):
                try:
                    print(f(*a))
                except OSError as e:
                    print(e.strerror)
            attempt(open, "/etc/passwd")
            attempt(open, "/tmp/pysbx-lock-test", "w")
            attempt(os.listdir, "/")
            attempt(subprocess.run, ["/bin/true"])
            attempt(socket.socket)
            print(libc.open(b"/etc/passwd", 0), libc.system(b"true"))
            print("HOME" in os.environ)
            """)
        self.assertEqual(status, 0, out)
        lines = [line for line in out.splitlines() if "pysbx:" not in line]
        self.assertEqual(lines[0], "('kernel',)")
        self.assertEqual(lines[1:6], ["Permission denied"] * 3
                         + ["Operation not permitted"] * 2, out)
        self.assertRegex(lines[6], r"-1 (-1|\d+)")
        self.assertEqual(lines[7], "False")

    def test_what_cannot_be_had_locks_nothing(self):
        status, out = run("""
            import os, threading, pysbx
            def attempt(*a, **k):
                try:
                    pysbx.lock(*a, **k)
                except (pysbx.SandboxError, ValueError) as e:
                    print(e)
                open("/etc/passwd").close()
                os.stat("/etc/passwd")
            attempt("default", layers=["interpreter", "libc"])
            attempt("default", layers=["magic"])
            attempt("no-such-profile")
            attempt(pysbx.SandboxConfig("stdout", max_memory="1M"))
            done = threading.Event()
            t = threading.Thread(target=done.wait)
            t.start()
            attempt("default")
            done.set()
            t.join()
            with pysbx.Sandbox(pysbx.SandboxConfig("stdout")):
                try:
                    pysbx.lock()
                except AttributeError as e:
                    print("in a block:", "pysbx" in str(e))
            print("free")
            """)
        self.assertEqual(status, 0, out)
        for part in ("'libc' must be there", "layers are", "no-such-profile",
                     "too little for this interpreter", "binds one thread",
                     "in a block: True", "free"):
            self.assertIn(part, out)

    def test_a_sample_of_escapes_is_refused(self):
        with tempfile.TemporaryDirectory() as d:
            runner = pathlib.Path(d, "locked.py")
            runner.write_text(textwrap.dedent("""
                import sys, os, pysbx
                path = sys.argv[1]
                with open(path) as f:
                    code = compile(f.read(), path, "exec")
                pysbx.lock("default," + os.environ["PYSBX_POLICY"]
                           if "PYSBX_POLICY" in os.environ else "default")
                exec(code, {"__name__": "__main__"})
                """))
            done = subprocess.run(
                [sys.executable, str(JUDGE), "--oracle", sys.executable,
                 "--python", "%d.%d" % sys.version_info[:2], "--show",
                 "--only", f"^({'|'.join(SAMPLE.split())})\\.py$",
                 "--cmd", f"env PYTHONPATH={os.environ['PYTHONPATH']} "
                 f"{sys.executable} {runner} {{script}}"],
                stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
                env={**os.environ}, timeout=120)
        self.assertEqual(done.returncode, 0, done.stdout)
        # (Some are for one version of Python.)
        self.assertRegex(done.stdout, r"(?m)^0 escaped of 2[5-9]$")


if __name__ == "__main__":
    unittest.main()
