# SPDX-License-Identifier: MIT
"""What the first pysandbox checked of itself, restated.  docs/PYTHON.md has
the list of its features with the test that covers each; it is checked here."""

import os
import pathlib
import re
import sys
import tempfile
import unittest

import pysbx
from pysbx import Sandbox, SandboxConfig, SandboxError

HERE = pathlib.Path(__file__).resolve().parent
DEFAULT = Sandbox(policy="default", timeout=20)


def refused(function, *args):
    """In the sandbox: the class of what a refused act raises."""
    try:
        function(*args)
    except Exception as e:
        return type(e).__name__
    return "nothing"


class Original(unittest.TestCase):
    def test_open_whitelist(self):
        with tempfile.TemporaryDirectory() as d:
            for name in "ok", "ok.evil", "other":
                os.mkdir(f"{d}/{name}")
                pathlib.Path(f"{d}/{name}/f").write_text(name)
            os.symlink(f"{d}/other/f", f"{d}/ok/link")

            def read(path):
                with open(path) as f:
                    return f.read()

            for spelling in f"{d}/ok", f"{d}/ok/":
                config = SandboxConfig()
                config.allowPath(spelling)
                self.assertEqual(Sandbox(config).call(read, f"{d}/ok/f"), "ok")
                for path in ("ok.evil/f", "other/f", "ok/../other/f",
                             "ok/link"):
                    with self.assertRaises(PermissionError) as caught:
                        Sandbox(config).call(read, f"{d}/{path}")
                    self.assertIsInstance(caught.exception, SandboxError)
            for mode in "w", "a", "r+", "x":
                with self.assertRaises(PermissionError):
                    Sandbox(config).call(lambda p, m: open(p, m).close(),
                                         f"{d}/ok/new", mode)
            self.assertEqual(sorted(os.listdir(f"{d}/ok")), ["f", "link"])

    def test_file_type_through_stdout(self):
        def through(path):
            import sys
            raw = sys.stdout.buffer.raw
            return type(raw)(path).read()

        def reopen(path):
            import sys
            sys.stdout.__init__(type(sys.stdout.buffer.raw)(path, "w"))

        config = SandboxConfig("stdout")
        for f in through, reopen:
            with self.assertRaises(SandboxError):
                Sandbox(config).call(f, "/etc/passwd")

    def test_attributes_are_hidden(self):
        def look():
            def outer(x):
                def inner(y=1):
                    return x
                return inner

            def generator():
                yield 1

            class C:
                def m(self):
                    pass

            seen = []
            for thing, names in (
                    (outer(1), "__closure__ __globals__ __code__ "
                               "__builtins__"),
                    (generator(), "gi_frame gi_code"),
                    (C().m, "__func__.__globals__ __func__.__code__"),
                    (object, "__subclasses__()"),
                    (len, "__self__")):
                for name in names.split():
                    try:
                        value = thing
                        for part in name.split("."):
                            value = getattr(value, part.removesuffix("()"))
                        if name.endswith("()"):
                            value = value()
                        seen.append(f"{name}: {value!r}")
                    except AttributeError:
                        pass
            try:
                1 / 0
            except ZeroDivisionError as e:
                try:
                    seen.append(e.__traceback__.tb_frame.f_globals)
                except AttributeError:
                    pass
            return seen

        self.assertEqual(Sandbox().call(look), [])

    def test_builtins_are_read_only(self):
        def change():
            found = []
            for code in ("__builtins__.open = 1", "del __builtins__.len",
                         "__builtins__['open'] = 1",
                         "__builtins__.__dict__['open'] = 1",
                         "__builtins__.__dict__.clear()",
                         "vars(__builtins__).update(open=1)",
                         "dict.__setitem__(__builtins__.__dict__, 'a', 1)",
                         "int.bit_length = 1", "object.__new__ = 1"):
                try:
                    exec(code)
                    found.append(code)
                except Exception:
                    pass
            return found, len("abc"), type(open).__name__ != "int"

        self.assertEqual(DEFAULT.call(change), ([], 3, True))

    def test_builtins_of_the_interactive_interpreter_are_refused(self):
        def ask():
            return [refused(exec, text) for text in (
                "exit()", "quit()", "input()", "breakpoint()", "help(1)",
                "copyright()", "open('/etc/passwd')", "__import__('os')")]

        self.assertNotIn("nothing", Sandbox().call(ask))
        self.assertEqual(
            Sandbox().call(lambda: [refused(exec, "len('a')"),
                                    refused(exec, "sorted({3, 1})")]),
            ["nothing", "nothing"])

    def test_exit_is_a_feature(self):
        def leave():
            raise SystemExit(7)

        with self.assertRaises(SandboxError):
            Sandbox().call(leave)
        with self.assertRaises(SystemExit) as caught:
            Sandbox(SandboxConfig("exit")).call(leave)
        self.assertEqual(caught.exception.code, 7)

    def test_import_is_by_name(self):
        names = ("os", "sys", "subprocess", "socket", "ctypes", "math",
                 "importlib", "_io", "posix", "builtins")
        self.assertEqual(
            Sandbox(SandboxConfig("math")).call(
                lambda names, refused: [
                    refused(lambda n: exec(f"import {n}", {}), n)
                    for n in names], names, refused),
            ["nothing" if n == "math" else "SandboxImportError"
             for n in names])

    def test_code_objects_cannot_be_made(self):
        def make():
            def f():
                pass
            code = type(compile("1", "", "eval"))
            function = type(f)
            return [refused(code), refused(lambda: function(
                        compile("1", "", "eval"), {})),
                    refused(lambda: f.__code__)]

        self.assertNotIn("nothing", Sandbox().call(make))

    def test_processes_and_threads_are_refused(self):
        def start():
            out = []
            for text in ("import os; os.fork()", "import os; os.system('x')",
                         "import subprocess; subprocess.run('true')",
                         "import _thread; _thread.start_new_thread(len, ())"):
                out.append(refused(lambda: exec(text, {})))
            return out

        self.assertNotIn("nothing", DEFAULT.call(start))

    def test_timeout(self):
        for f in (lambda: [0 for _ in iter(int, 1)], lambda: 9**9**9):
            with self.assertRaises(pysbx.SandboxTimeout):
                Sandbox(timeout=0.2).call(f)
        with self.assertRaises(pysbx.SandboxTimeout):
            Sandbox(timeout=0.2).execute("while True: pass")

    def test_memory_and_recursion(self):
        def deep(n):
            return deep(n + 1)

        with self.assertRaises((MemoryError, SandboxError)):
            Sandbox(max_memory="100M").call(lambda: bytes(1 << 30))
        with self.assertRaises(RecursionError):
            Sandbox(recursion_limit=50).call(deep, 0)

    def test_a_crash_is_an_error_that_names_the_signal(self):
        """No Python code is known to crash it, so it is killed from here."""
        from pysbx import _child
        import signal

        def kill_program(process):
            while True:
                with open(f"/proc/{process.pid}/task/{process.pid}/children") \
                        as f:
                    for pid in f.read().split():
                        with open(f"/proc/{pid}/comm") as c:
                            if c.read().startswith("python"):
                                os.kill(int(pid), signal.SIGSEGV)
                                return

        run = _child.run

        def watched(job):
            job.started = kill_program
            return run(job)

        _child.run = watched
        try:
            with self.assertRaisesRegex(pysbx.SandboxCrash, "(?i)segment") as c:
                Sandbox(timeout=20).call(lambda: [0 for _ in iter(int, 1)])
        finally:
            _child.run = run
        self.assertEqual(c.exception.signal, signal.SIGSEGV)

    def test_the_callers_data_is_not_changed(self):
        data = {"list": [1], "dict": {}}

        def change(d):
            d["list"].append(2)
            d["dict"]["new"] = d.clear
            d.pop("dict")
            return d

        self.assertEqual(Sandbox().call(change, data), {"list": [1, 2]})
        self.assertEqual(data, {"list": [1], "dict": {}})

    def test_the_list_in_the_documentation_names_tests_that_are_there(self):
        text = (HERE.parents[1] / "docs" / "PYTHON.md").read_text()
        table = text[text.index("| the first pysandbox"):].split("\n\n")[0]
        rows = table.splitlines()[2:]
        self.assertGreater(len(rows), 15)
        sys.path.insert(0, str(HERE))
        self.addCleanup(sys.path.remove, str(HERE))
        for row in rows:
            found = re.findall(r"`(test_\w+)\.(\w+)`", row)
            self.assertTrue(found, row)
            for module, name in found:
                text = pathlib.Path(HERE, module + ".py").read_text()
                self.assertIn(f"def {name}(self", text, row)


if __name__ == "__main__":
    unittest.main()
