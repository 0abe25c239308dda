# SPDX-License-Identifier: MIT
"""What the clients of serve_soak.py ask, how, and what the answers must be."""

import base64
import json
import re
import socket
import threading
import time

path = None  # the server's socket
sandbox = None  # the Python package's, by the server; None: of another version

BOMB = "import os\nprint('{mark}', flush=True)\nwhile True:\n try: os.fork()\n except OSError: pass"
THREADS = ("import threading, time\nprint('{mark}', flush=True)\n"
           "while True: threading.Thread(target=time.sleep, args=(9,)).start()")

# weight, name, what is to come (any of these words), code, more of the body
KINDS = [
    (800, "ok", "ok", "print('{mark}')", {}),
    (20, "stdin", "ok", "print(input())", {"stdin": "{mark}\n"}),
    (20, "value", "ok", "'{mark}'", {"result": "json"}),
    (10, "narrow", "ok", "print('{mark}')", {"policy": {"text": "include = default\n"}}),
    (10, "files", "ok", "open('f', 'w').write('{mark}')\nprint(open('g').read())",
     {"collect": True, "files": [{"path": "g", "content": "{base64}"}], "code": None}),
    (60, "error", "error", "print('{mark}'); raise ValueError", {}),
    (10, "refused", "error", "print('{mark}'); import socket", {}),
    (10, "status", "error", "print('{mark}')\nraise SystemExit(7)", {"policy": "wild"}),
    (8, "timeout", "timeout", "print('{mark}', flush=True)\nwhile True: pass",
     {"limits": {"wall_seconds": 0.05}}),
    (10, "memory", "memory", "print('{mark}'); x = bytearray(2 ** 34)", {}),
    (8, "flood", "output", "print('{mark}', flush=True)\nwhile True: print('x' * 9999)",
     {"limits": {"output_bytes": 100000}}),
    (8, "flood, unread", "output", "print('{mark}', flush=True)\nwhile True: print('x' * 9999)",
     {"limits": {"output_bytes": 100000}, "stdin": "y" * 200000}),
    (8, "crash", "crash", "import os\nprint('{mark}', flush=True)\nos.abort()", {"policy": "wild"}),
    (4, "fork bomb", "timeout", BOMB, {"policy": "wild", "limits": {"wall_seconds": 0.05}}),
    (2, "thread bomb", "error memory timeout crash", THREADS,
     {"policy": "wild", "limits": {"wall_seconds": 0.3, "memory_bytes": 256 << 20}}),
]
WEIGHTS = [k[0] for k in KINDS]
# How a client asks, of a thousand; the others wait for the answer.
WAYS = [(8, "vanish"), (5, "vanish half way"), (8, "half-close"), (10, "stream"),
        (5, "vanish in a stream"), (3, "session"), (10, "call")]

WILD = """[imports]
os = abort, fork
threading = *
[process]
threads = yes
exit = yes
"""

counts, wrong, lock = {}, [], threading.Lock()
lost = {}


def note(kind, problem=None):
    with lock:
        counts[kind] = counts.get(kind, 0) + 1
        if problem and len(wrong) < 20:
            wrong.append("%s: %s" % (kind, problem))


class Link:
    """One connection, kept as long as it goes."""

    def __init__(self):
        self.sock, self.rest = None, b""

    def send(self, where, body, more=b"", part=None, method=b"POST"):
        if self.sock is None:
            self.sock, self.rest = socket.socket(socket.AF_UNIX), b""
            self.sock.settimeout(60)
            self.sock.connect(path)
        data = json.dumps(body).encode() if body is not None else b""
        text = (b"%s %s HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n%s"
                b"Content-Length: %d\r\n\r\n" % (method, where, more, len(data))) + data
        self.sock.sendall(text if part is None else text[:int(part * len(text))])

    def close(self):
        if self.sock is not None:
            self.sock.close()
            self.sock = None

    def more(self):
        data = self.sock.recv(1 << 16)
        self.rest += data
        return data

    def answer(self):
        while b"\r\n\r\n" not in self.rest:
            if not self.more():
                raise ConnectionError("no answer, but %r" % self.rest[:100])
        head, self.rest = self.rest.split(b"\r\n\r\n", 1)
        lines = head.lower().split(b"\r\n")
        n = next(int(x[15:]) for x in lines if x.startswith(b"content-length:"))
        while len(self.rest) < n:
            if not self.more():
                raise ConnectionError("cut: %r" % head)
        text, self.rest = self.rest[:n], self.rest[n:]
        if b"connection: close" in lines:
            self.close()
        return int(lines[0].split()[1]), json.loads(text)


def others(mark, answer):
    """Marks of other requests in an answer, wherever they are."""
    return sorted(set(re.findall(r"m\d+-\d+-\d+", json.dumps(answer))) - {mark})


def killed(report):
    """This is what a kill costs."""
    return report.get("status") == "crash" and "SIGKILL" in str(report.get("reason"))


# What a report of the server always has.
KEYS = {"status", "reason", "exit_code", "signal", "usage", "limits", "violations",
        "stdout_cut", "stderr_cut", "result", "files", "warm", "policy"}


def oddity(name, mark, report):
    """What no answer may have, whatever came of the run."""
    if others(mark, report):
        return "somebody else's: %s" % others(mark, report)
    if KEYS - set(report):
        return "without %s" % sorted(KEYS - set(report))
    if not report["warm"]:
        return "was run cold"
    if report["result"] is not None and name != "value":
        return "a value that nobody asked for: %r" % report["result"]
    if (report["signal"] is None) == (report["exit_code"] is None):
        return "signal %r, exit code %r" % (report["signal"], report["exit_code"])
    if report["status"] == "ok" and (report.get("stderr") or report["violations"]
                                     or report["stdout_cut"] or report["exit_code"] != 0):
        return "is not so ok: %s" % str(report)[:600]
    if name == "refused" and report["status"] == "error" and not report["violations"]:
        return "nothing was refused: %s" % str(report)[:600]
    return None


def judge(name, wanted, mark, report):
    odd = oddity(name, mark, report)
    if odd:
        return note(name, odd)
    if killed(report):
        with lock:
            lost["runs"] = lost.get("runs", 0) + 1
        # What it did say must be its own even so.
        text = report["stdout"]
        return note("killed", None if text in ("", mark, mark + "\n") or
                    text.startswith(mark + "\n") else "not its own: %r" % text[:100])
    problem = None
    if report.get("status") not in wanted.split():
        problem = "%s instead of %s: %s" % (report.get("status"), wanted, str(report)[:600])
    elif name == "value":
        if report["result"] != {"kind": "json", "value": mark}:
            problem = "not its own value: %r" % report["result"]
    elif report["status"] == "timeout" and (mark + "\n").startswith(report["stdout"]):
        pass  # so little time, on a machine so busy, that it had not said all
    elif not report["stdout"].startswith(mark + "\n"):
        problem = "not its own answer: %r" % report["stdout"][:100]
    elif name == "status" and report["exit_code"] != 7:
        problem = "status %r" % report["exit_code"]
    elif name == "files" and [(f["path"], base64.b64decode(f["content"]).decode())
                              for f in report["files"]] != [("f", mark)]:
        problem = "not its own files: %s" % report
    note(name, problem)


def session(link, mark):
    """The second call finds what the first has left, and nobody else's."""
    link.send(b"/v1/sessions", {})
    status, made = link.answer()
    if status == 429:
        return note("429")
    if status != 201 or not re.fullmatch("[0-9a-f]{32}", made.get("id", "")):
        return note("session", "%d %s" % (status, made))
    where = b"/v1/sessions/" + made["id"].encode()
    ok, begun = True, False
    for code in ("x = '%s'" % mark, "print(x)"):
        link.send(where, {"code": code})
        status, report = link.answer()
        if status == 429:
            link.send(where, None, method=b"DELETE")
            link.answer()
            return note("429")
        if status == 404 and begun or status == 200 and killed(report):
            ok = False
            break
        odd = str(report) if status != 200 else others(mark, report)
        if odd or report["status"] != "ok" or not report["session_alive"]:
            return note("session", "%d %s" % (status, odd or report))
        begun = True
    if not ok:
        with lock:
            lost["sessions"] = lost.get("sessions", 0) + 1
        return note("session killed")
    link.send(where, None, method=b"DELETE")
    status, made = link.answer()
    if status not in (200, 404):
        note("session", "its end: %d %s" % (status, made))
    note("session", None if report["stdout"] == mark + "\n" else str(report)[:600])


def call(mark):
    """A function and its value, by the Python package."""
    if sandbox is None:
        return
    try:
        value = sandbox.call(max, ["", mark])
    except Exception as e:
        if killed(getattr(e, "report", None) or {}):
            with lock:
                lost["runs"] = lost.get("runs", 0) + 1
            return note("killed")
        return note("429") if "status 429" in str(e) else note("call", repr(e))
    note("call", None if value == mark else "not its own value: %r" % value)


def stream(link, name, wanted, mark, body, leave):
    link.send(b"/v1/run", body, b"Accept: text/event-stream\r\nConnection: close\r\n")
    while link.more():
        if leave and b"event: stdout" in link.rest:
            link.close()
            return note("vanished in a stream")
    text, status = link.rest, link.rest.split(None, 2)[1]
    link.close()
    if status == b"429":
        return note("429")
    # Chunks: their lengths stand between.
    plain = b""
    text = text.split(b"\r\n\r\n", 1)[1]
    while text:
        n, text = text.split(b"\r\n", 1)
        plain, text = plain + text[:int(n, 16)], text[int(n, 16) + 2:]
    said, report = "", None
    if plain.count(b"event: report") > 1:
        return note("stream", "two reports: %r" % plain[-600:])
    for event in plain.decode().split("\n\n"):
        words = dict(line.split(": ", 1) for line in event.split("\n") if ": " in line)
        if words.get("event") == "stdout":
            said += json.loads(words["data"])
        elif words.get("event") == "report":
            report = json.loads(words["data"])
    if report is None:
        return note("stream", "no report: %r" % plain[-300:])
    if not killed(report) and name != "value" and not said.startswith(mark + "\n"):
        return note("stream", "not its own events: %r" % said[:100])
    report.setdefault("stdout", said)
    judge(name, wanted, mark, dict(report, stdout=said))


def fill(value, mark):
    if isinstance(value, str):
        return value.replace("{mark}", mark).replace(
            "{base64}", base64.b64encode(mark.encode()).decode())
    if isinstance(value, dict):
        return {k: fill(v, mark) for k, v in value.items()}
    return [fill(v, mark) for v in value] if isinstance(value, list) else value


def one(rng, link, mark):
    _, name, wanted, code, more = rng.choices(KINDS, WEIGHTS)[0]
    body = fill(dict({"code": code}, **more), mark)
    if body["code"] is None:
        body["code"] = fill(code, mark)
    lot, way = rng.randrange(1000), None
    for weight, what in WAYS:
        if 0 <= lot < weight:
            way = what
        lot -= weight
    if way == "session":
        return session(link, mark)
    if way == "call":
        return call(mark)
    if way is None:
        link.send(b"/v1/run", body)
        status, report = link.answer()
        if status == 429:
            time.sleep(0.02)
            return note("429")
        if status != 200:
            return note(name, "%d %s" % (status, report))
        return judge(name, wanted, mark, report)
    own = Link()
    if way == "half-close":
        own.send(b"/v1/run", body)
        own.sock.shutdown(socket.SHUT_WR)
        status, report = own.answer()
        own.close()
        note(way)
        return note("429") if status == 429 else judge(name, wanted, mark, report)
    if way == "stream" or way == "vanish in a stream":
        return stream(own, name, wanted, mark, body, way != "stream")
    own.send(b"/v1/run", body, part=rng.random() if way == "vanish half way" else None)
    if rng.random() < 0.5:
        time.sleep(rng.random() * 0.01)
    own.close()
    note(way)
