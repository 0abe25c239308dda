# SPDX-License-Identifier: MIT
"""docs/TUTORIAL.md, as a reader would type it."""

import doctest
import os
import pathlib
import sys
import tempfile
import unittest

DOCS = pathlib.Path(__file__).resolve().parents[2] / "docs"


class Tutorial(unittest.TestCase):
    def test_each_session_gives_what_is_printed(self):
        from pysbx import _child
        os.environ["PATH"] = (os.path.dirname(_child.find_command()) + ":"
                              + os.environ["PATH"])
        os.environ["PYSBX_PYTHON"] = sys.executable
        with tempfile.TemporaryDirectory() as d:
            self.addCleanup(os.chdir, os.getcwd())
            os.chdir(d)
            failed, tried = doctest.testfile(
                str(DOCS / "TUTORIAL.md"), module_relative=False,
                encoding="utf-8", globs={"__name__": "__main__"})
        self.assertEqual(failed, 0)
        self.assertGreater(tried, 40)

    def test_all_blocks_are_sessions(self):
        text = (DOCS / "TUTORIAL.md").read_text()
        blocks = text.split("```python\n")[1:]
        self.assertGreater(len(blocks), 10)
        for block in blocks:
            self.assertTrue(block.startswith(">>> "), block[:80])


if __name__ == "__main__":
    unittest.main()
