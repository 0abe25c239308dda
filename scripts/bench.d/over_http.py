# SPDX-License-Identifier: MIT
"""A `pysbx serve` of this benchmark's own, and a client that keeps its
connection: a request at a time."""
import contextlib
import http.client
import json
import os
import socket
import statistics
import subprocess
import time

from core import Absent

BODY = json.dumps({"code": "print(sum(range(1000)))"})
HEADERS = {"Content-Type": "application/json"}
PATIENCE = 30  # seconds, until the server is up
REQUESTS = 40  # a measurement


class Line(http.client.HTTPConnection):
    """A connection to a UNIX socket."""

    def __init__(self, path):
        super().__init__("localhost")
        self.path = path

    def connect(self):
        self.sock = socket.socket(socket.AF_UNIX)
        self.sock.connect(self.path)


def ask(line):
    line.request("POST", "/v1/run", BODY, HEADERS)
    answer = json.load(line.getresponse())
    if answer.get("stdout") != "499500\n":
        raise ValueError(answer)
    return answer


@contextlib.contextmanager
def line(bench):
    """A connection whose requests are answered by warm interpreters."""
    where = os.path.join(bench.work, "http.sock")
    server = subprocess.Popen(
        [os.path.join(bench.build, "pysbx"), "serve", "--socket", where,
         "--python", bench.python], stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        until, why = time.monotonic() + PATIENCE, "it is not up"
        while time.monotonic() < until:
            try:
                one = Line(where)
                if ask(one)["warm"]:
                    yield one
                    return
            except (OSError, ValueError, KeyError) as error:
                why = str(error)
            time.sleep(0.1)
        raise Absent("pysbx serve: %s" % why)
    finally:
        server.terminate()
        server.wait()


def latency(one):
    """Microseconds of a request, the one after another."""
    took = []
    for _ in range(REQUESTS):
        start = time.perf_counter()
        ask(one)
        took.append((time.perf_counter() - start) * 1e6)
    return statistics.median(took)
