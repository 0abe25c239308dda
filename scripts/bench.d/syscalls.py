# SPDX-License-Identifier: MIT
"""C code that lives on system calls: one byte written to a pipe and read back,
by an extension module, under the libc and kernel layers."""
import os
import shutil
import subprocess

from core import PROGRAMS, Absent
import inside
from peers import Way

UNIT = "us"
SCALE = 1e6


def run(bench):
    where = os.path.join(bench.work, "pipes")
    os.makedirs(where, exist_ok=True)
    cc = shutil.which("cc")
    include = subprocess.run(
        [bench.python, "-I", "-S", "-c", "import sysconfig;"
         "print(sysconfig.get_path('include'))"],
        stdout=subprocess.PIPE, text=True).stdout.strip()
    if not cc or not os.path.exists(os.path.join(include, "Python.h")):
        raise Absent("cc or Python.h is absent")
    subprocess.run([cc, "-O2", "-fPIC", "-shared", "-isystem", include, "-o",
                    os.path.join(where, "bytepipe.so"),
                    os.path.join(PROGRAMS, "bytepipe.c")], check=True)
    program = shutil.copy(os.path.join(PROGRAMS, "bytepipe.py"), where)
    policy = bench.write("bytepipe.conf",
                         "include = default\n[files]\nread = %s\n" % where)
    ways = []
    for way in bench.ways:
        if way.name in ("RestrictedPython", "podman"):
            continue
        way = way.policy(policy)
        if way.ours:
            way = Way(way.name, way.build,
                      dict(way.env, PYSBX_LAYERS="libc,kernel"), True)
        ways.append(way)
    fifo = os.path.join(where, "fifo")
    if not os.path.exists(fifo):
        os.mkfifo(fifo)
    pipe = os.open(fifo, os.O_RDWR)
    try:
        return inside.measure(ways, program, bench.rounds, stdin=pipe)
    finally:
        os.close(pipe)
