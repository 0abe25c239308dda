# SPDX-License-Identifier: MIT
"""pysbx's ways that need a process which is up already: `run --resident`, and
`run --server` with a server of this benchmark's own."""
import contextlib
import json
import os
import subprocess
import time

from core import Absent, output
from peers import Way

PATIENCE = 30  # seconds, until they are up


def report(way, program):
    """The report of one run."""
    return json.loads(output(way.argv("--report", "-", program), way.env))


class Kept(Way):
    """A way whose first runs may be others: wait for the right one."""

    def __init__(self, name, argv, env, is_up):
        super().__init__(name, lambda *p: argv + list(p), env, True)
        self.is_up, self.own = is_up, env

    def argv(self, *program):
        return list(self.build(*program))

    def policy(self, path):
        return Kept(self.name, self.build(), dict(self.own, PYSBX_POLICY=path),
                    self.is_up)

    def wait(self, program):
        until, why = time.monotonic() + PATIENCE, "it is not up"
        while time.monotonic() < until:
            try:
                if self.is_up(report(self, program)):
                    return
            except (Absent, ValueError) as error:
                why = str(error)
            time.sleep(0.1)
        raise Absent(why)


@contextlib.contextmanager
def kept(bench):
    """[Kept ...], until the end."""
    command = os.path.join(bench.build, "pysbx")
    if not os.path.exists(command):
        yield []
        return
    home = os.path.join(bench.work, "kept")
    os.mkdir(home, 0o700)
    env = {"PYSBX_PYTHON": bench.python, "XDG_RUNTIME_DIR": home,
           "PYSBX_RESIDENT_IDLE": "30"}
    where = os.path.join(home, "socket")
    server = subprocess.Popen(
        [command, "serve", "--socket", where, "--python", bench.python,
         "--profile", "numpy=numpy"], env=dict(os.environ, **env),
        stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL)
    try:
        yield [Kept("run --resident", [command, "run", "--quiet", "--resident"],
                    env, lambda r: r["resident"]),
               Kept("run --server", [command, "run", "--server", where], env,
                    lambda r: r["status"] == "ok")]
    finally:
        server.terminate()
        server.wait()
