# SPDX-License-Identifier: MIT
"""Servers for the tests: a `pysbx serve`, and what only looks like one."""

import http.server
import os
import subprocess
import sys
import threading
import time

from pysbx import Sandbox, SandboxError, _child


def start(directory, *options, env=None):
    """A `pysbx serve` that answers: (process, its address for Sandbox)."""
    socket = directory + "/sock"
    process = subprocess.Popen(
        [_child.find_command(), "serve", "--socket", socket, "--scratch",
         directory + "/scratch", "--python", sys.executable, "--workers", "2",
         *options],
        env={**os.environ, **(env or {})}, stderr=subprocess.DEVNULL)
    server = f"unix:{socket}"
    sandbox = Sandbox(policy="default", server=server)
    for _ in range(400):
        try:
            sandbox.run(code="")
            break
        except SandboxError:
            time.sleep(0.05)
    return process, server


def end(process):
    process.terminate()
    process.wait()


def pretend(case, answer):
    """Until the end of this test case there is an HTTP server whose answer to
    a POST of a path is answer(path): status, body.  Its address."""
    class Handler(http.server.BaseHTTPRequestHandler):
        def do_POST(self):
            self.rfile.read(int(self.headers["Content-Length"]))
            status, body = answer(self.path)
            self.send_response(status)
            self.send_header("Retry-After", "0")
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_):
            pass

    server = http.server.HTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever,
                              kwargs={"poll_interval": 0.01})
    thread.start()
    case.addCleanup(thread.join)
    case.addCleanup(server.server_close)
    case.addCleanup(server.shutdown)
    return f"http://127.0.0.1:{server.server_port}"
