# SPDX-License-Identifier: MIT
"""Acts that fail, again and again: refused in the sandbox, and in bare Python
where they would succeed, others of the same kind that fail there."""
import os
import time

try:
    open("/etc/passwd").close()
    bare = True
except PermissionError:
    bare = False

path = "/etc/passwd-is-not-here" if bare else "/etc/passwd"
module = "no_such_module" if bare else "socket"
attribute = "f_no_such" if bare else "__globals__"


def function():
    pass


def builtin_open():
    try:
        open(path)
    except OSError:
        pass


def os_open():
    try:
        os.open(path, os.O_RDONLY)
    except OSError:
        pass


def an_import():
    try:
        __import__(module)
    except ImportError:
        pass


def an_attribute():
    try:
        getattr(function, attribute)
    except AttributeError:
        pass


def granted_import():
    import math  # noqa: F401


for name, work, times in (("open()", builtin_open, 300),
                          ("os.open()", os_open, 300),
                          ("import", an_import, 100),
                          ("guarded attribute", an_attribute, 1000),
                          ("granted, loaded import", granted_import, 1000)):
    best = None
    for _ in range(9):
        start = time.perf_counter()
        for _ in range(times):
            work()
        took = (time.perf_counter() - start) / times
        best = took if best is None or took < best else best
    print("%s: %.9f" % (name, best))
