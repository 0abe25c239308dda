# SPDX-License-Identifier: MIT
"""Result, for people, programs and notebooks; and the package's own face:
annotations and docstrings of all that is public."""

import importlib.util
import inspect
import pathlib
import pickle
import struct
import typing
import unittest

import pysbx
from pysbx import Result, Sandbox, SandboxConfig

PNG = b"\x89PNG\r\n\x1a\n"


class Shown(unittest.TestCase):
    def test_repr_is_for_people(self):
        r = Result("error", reason="ended with status 1", stdout=b"one\ntwo\n",
                   stderr="ä\x1b[2J\xff".encode("latin-1"), usage={
                       "wall_seconds": 0.25}, violations=[{}, {}],
                   files={"a/b\x1b.png": b"123"})
        self.assertEqual(repr(r), "\n".join([
            "<Result: error, ended with status 1, 0.250 s, 2 refused>",
            "stdout:", "  one", "  two", "stderr:", "  \ufffd\\x1b[2J\ufffd",
            "file a/b\\x1b.png: 3 bytes"]))
        self.assertEqual(repr(Result("ok")), "<Result: ok>")
        long = repr(Result("ok", stdout=b"x" * 100000))
        self.assertLess(len(long), 3000)
        self.assertIn("98000 more", long)

    def test_html_is_text_where_the_program_wrote_it(self):
        r = Result("ok", stdout=b"<script>1 & 2", files={
            "<b>.png": PNG + b"<script>", "x.svg": b"<svg onload=1>"})
        shown = r._repr_html_()
        self.assertIn("&lt;script&gt;1 &amp; 2", shown)
        self.assertNotIn("<script", shown)
        self.assertNotIn("<svg", shown)
        self.assertEqual(shown.count("<img"), 1)
        self.assertEqual(r._repr_png_(), PNG + b"<script>")
        self.assertIsNone(Result("ok", files={"a.png": b"no"})._repr_png_())

    def test_it_is_data(self):
        r = Sandbox(policy="default").run(code="print(1)")
        self.assertEqual(pickle.loads(pickle.dumps(r)), r)
        self.assertEqual((r.ok, r.exit_code, r.signal), (True, 0, None))
        self.assertGreater(r.usage["wall_seconds"], 0)

    @unittest.skipUnless(importlib.util.find_spec("matplotlib"),
                         "matplotlib is absent")
    def test_a_plot_of_matplotlib_is_shown(self):
        r = Sandbox(policy="default,matplotlib", timeout=120,
                    memory="2G").run(code="""
import matplotlib
matplotlib.use("Agg")
import matplotlib.pyplot as plt
plt.figure(figsize=(3, 2), dpi=100)
plt.plot([1, 4, 2])
plt.savefig("plot.png")
print("drawn")
""", collect=["*.png"])
        self.assertEqual(r.output, "drawn\n", r)
        png = r._repr_png_()
        self.assertEqual(png[:8], PNG)
        self.assertEqual(struct.unpack(">II", png[16:24]), (300, 200))
        self.assertIn('<img src="data:image/png;base64,iVBOR',
                      r._repr_html_())
        self.assertIn("file plot.png:", repr(r))


def public():
    """(name, function or class) of all that the package shows."""
    for name in pysbx.__all__:
        thing = getattr(pysbx, name)
        yield name, thing
        if inspect.isclass(thing):
            for attribute, value in vars(thing).items():
                if attribute.startswith("_") and attribute != "__init__":
                    continue
                value = getattr(value, "fget", getattr(value, "__func__",
                                                       value))
                if inspect.isfunction(value) \
                        and value.__module__.startswith("pysbx."):
                    yield f"{name}.{attribute}", value


class Face(unittest.TestCase):
    def test_all_that_is_public_is_annotated(self):
        for name, thing in public():
            if not inspect.isfunction(thing):
                continue
            with self.subTest(name):
                hints = typing.get_type_hints(thing)
                wanted = [p for p in inspect.signature(thing).parameters
                          if p not in ("self", "cls")]
                if not name.endswith("__init__"):
                    wanted.append("return")
                self.assertEqual([w for w in wanted if w not in hints], [])
        typing.get_type_hints(Result)
        typing.get_type_hints(SandboxConfig)

    def test_all_that_is_public_is_explained(self):
        for name, thing in public():
            if name.endswith("__init__"):
                continue  # the class says it
            with self.subTest(name):
                self.assertTrue((thing.__doc__ or "").strip())
        for name, words in {
                "Sandbox.call": ["Raises", "SandboxTimeout", "SandboxCrash"],
                "Sandbox.execute": ["globals", "SandboxWarning"],
                "Sandbox.run": ["files", "collect", "bytes", "ValueError"],
                "SandboxConfig": ["seconds", "bytes", "ValueError"],
                "SandboxConfig.allow_module": ["ValueError"]}.items():
            doc = dict(public())[name].__doc__
            for word in words:
                self.assertIn(word, doc, name)

    def test_it_says_that_it_is_typed_and_exports_what_is_there(self):
        here = pathlib.Path(pysbx.__file__).parent
        self.assertTrue((here / "py.typed").is_file())
        for name in pysbx.__all__:
            self.assertTrue(hasattr(pysbx, name), name)
        self.assertEqual(len(set(pysbx.__all__)), len(pysbx.__all__))


if __name__ == "__main__":
    unittest.main()
