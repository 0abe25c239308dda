#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""serve_soak.py BUILD [REQUESTS [CLIENTS [SEED]]]: a server, and many requests
with random ends from several clients, some of which go away, while its
processes are killed now and then.  Each answer must be that of its request;
what a kill costs says so; the server's memory, descriptors and children stay
as many as they were.  At last the server itself is killed at work.  Prints a
summary; status 1 if something is amiss."""

import base64
import json
import os
import random
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time

build, total = sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else 10000
clients = int(sys.argv[3]) if len(sys.argv) > 3 else 4
seed = int(sys.argv[4]) if len(sys.argv) > 4 else 1
python = os.environ.get("PYTHON", "/usr/bin/python3")
work = tempfile.mkdtemp()
path = work + "/socket"

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
        (5, "vanish in a stream"), (3, "session")]
KILL = 300  # after about so many requests a process of the server is killed

WILD = """[imports]
os = abort, fork
threading = *
[process]
threads = yes
exit = yes
"""

counts, wrong, lock = {}, [], threading.Lock()
left, kills, lost = [0], {"child": 0, "zygote": 0}, {}


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


def killed(report):
    """This is what a kill costs."""
    return report.get("status") == "crash" and "SIGKILL" in str(report.get("reason"))


def judge(name, wanted, mark, report):
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
    where = b"/v1/sessions/" + made["id"].encode()
    ok = True
    for code in ("x = '%s'" % mark, "print(x)"):
        link.send(where, {"code": code})
        status, report = link.answer()
        if status == 404 or killed(report):
            ok = False
            break
    if not ok:
        with lock:
            lost["sessions"] = lost.get("sessions", 0) + 1
        return note("session killed")
    link.send(where, None, method=b"DELETE")
    link.answer()
    note("session", None if report["stdout"] == mark + "\n" else str(report)[:600])


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


def client(number):
    rng = random.Random(seed * 1000 + number)
    link, n = Link(), 0
    while True:
        with lock:
            if left[0] == 0 or len(wrong) >= 20:
                break
            left[0] -= 1
        n += 1
        try:
            one(rng, link, "m%d-%d-%d" % (number, n, rng.randrange(10 ** 9)))
            if rng.random() < 1 / KILL:
                kill_one(rng)
        except Exception as e:
            note("lost", "%d: %r" % (n, e))
            link.close()
    link.close()


# --- the server's processes ---

def children():
    with open("/proc/%d/task/%d/children" % (server.pid, server.pid)) as f:
        return [int(p) for p in f.read().split()]


def descendants(pid):
    try:
        with open("/proc/%d/task/%d/children" % (pid, pid)) as f:
            below = [int(p) for p in f.read().split()]
    except OSError:
        return []
    return below + [q for p in below for q in descendants(p)]


def zygotes():
    # They do not wear the walls of their children.
    return [p for p in children() if said(p, "Seccomp") == "0"]


def said(pid, key):
    try:
        with open("/proc/%d/status" % pid) as f:
            return dict(line.split(":", 1) for line in f if ":" in line)[key].split()[0]
    except (OSError, KeyError):
        return ""


def kill_one(rng):
    old = zygotes()
    victim = rng.choice(old) if rng.random() < 0.3 and old else rng.choice(children() or [0])
    with lock:
        # One that is not ours any more by now would be somebody else's.
        if victim in children():
            os.kill(victim, signal.SIGKILL)
            kills["zygote" if victim in old else "child"] += 1


def state():
    try:
        fds = len(os.listdir("/proc/%d/fd" % server.pid))
    except PermissionError:
        fds = 0  # the server hides them from all but root
    return int(said(server.pid, "VmRSS")), fds, len(children())


def settled():
    """Once what was going on has ended."""
    end = time.monotonic() + 30
    now = [state()]
    while time.monotonic() < end and (len(now) < 4 or len(set(s[1:] for s in now[-4:])) > 1):
        time.sleep(0.25)
        now.append(state())
    return now[-1]


def ask_metrics():
    s = socket.socket(socket.AF_UNIX)
    s.settimeout(60)
    s.connect(path)
    s.sendall(b"GET /metrics HTTP/1.0\r\n\r\n")
    text = b""
    while True:
        part = s.recv(1 << 16)
        if not part:
            return dict(line.rsplit(" ", 1) for line in text.decode().split("\n")
                        if line.startswith("pysbx_"))
        text += part


def start():
    global server
    server = subprocess.Popen(
        [build + "/pysbx", "serve", "--socket", path, "--scratch", work + "/scratch",
         "--python", python, "--workers", str(max(2, clients - 1)), "--wall", "20s",
         "--profile", "wild=default," + work + "/wild.conf"],
        stdin=subprocess.DEVNULL, stderr=open(work + "/words", "a"))
    for _ in range(300):
        try:
            return ask_metrics()
        except OSError:
            time.sleep(0.1)
    sys.exit("no server: " + open(work + "/words").read())


def enough(*_):
    """SIGTERM: as if no more had been asked for."""
    global total, later
    total -= left[0] + later
    left[0] = later = 0


def run(n, more=0):
    global later
    left[0], later = n, more
    threads = [threading.Thread(target=client, args=(i,)) for i in range(clients)]
    for t in threads:
        t.start()
    while any(t.is_alive() for t in threads):
        for t in threads:
            t.join(20)
        if total > 50000:
            print("...", sum(counts.values()), state(), flush=True)


def summary(before, after, took):
    print("%d requests in %.0f s (%.0f/s): %s" % (
        total, took, total / took,
        ", ".join("%s %d" % kv for kv in sorted(counts.items(), key=lambda kv: -kv[1]))))
    print("killed: %(child)d children, %(zygote)d zygotes;" % kills,
          "that cost %d runs and %d sessions, and they said so" % (
              lost.get("runs", 0), lost.get("sessions", 0)))
    starts = [int(v) for k, v in ask_metrics().items() if k.startswith("pysbx_zygote_starts")]
    print("server: %d -> %d KiB, %d -> %d descriptors, %d -> %d children; "
          "zygotes started: %d" % (before[0], after[0], before[1], after[1],
                                   before[2], after[2], sum(starts)))


def main():
    with open(work + "/wild.conf", "w") as f:
        f.write(WILD)
    start()
    signal.signal(signal.SIGTERM, enough)
    begun = time.monotonic()
    first = min(total // 4, 2000)
    run(first, total - first)
    before = settled()
    if later > 0:
        run(later)
    took = time.monotonic() - begun
    after = settled()
    summary(before, after, took)
    if lost.get("runs", 0) + lost.get("sessions", 0) > kills["child"] + kills["zygote"]:
        wrong.append("more was lost than was killed")
    if after[0] > before[0] + 4096 or after[1] > before[1] + 12 or after[2] > before[2] + 3:
        wrong.append("something grows")
    ask_to_end()
    kill_at_work()
    for problem in wrong:
        print("WRONG:", problem)


def ask_to_end():
    server.send_signal(signal.SIGTERM)
    if server.wait(60) != 0:
        wrong.append("SIGTERM: status %d" % server.returncode)
    for where, _, files in os.walk(work + "/scratch"):
        if where != work + "/scratch" or files:
            wrong.append("left behind: %s %s" % (where, files))


def kill_at_work():
    start()
    links = [Link() for _ in range(2)]
    for link in links:
        link.send(b"/v1/run", {"code": "while True: pass"})
    while float(ask_metrics()["pysbx_runs_working"]) < 2:
        time.sleep(0.05)
    # A pidfd is of this very process, whoever has its number later.
    there = {p: os.pidfd_open(p) for p in descendants(server.pid)}
    server.kill()
    server.wait()
    end = time.monotonic() + 20
    alive = dict(there)
    while alive and time.monotonic() < end:
        alive = {p: fd for p, fd in alive.items() if said(p, "State") not in ("", "Z")}
        time.sleep(0.05)
    print("kill -9 of the server at work: of %d processes %d are left" % (len(there), len(alive)))
    if alive or len(there) < 3:
        wrong.append("left: %s of %s" % (sorted(alive), sorted(there)))


server, later = None, 0
try:
    main()
finally:
    if server is not None and server.poll() is None:
        server.kill()
        server.wait()
    shutil.rmtree(work)
sys.exit(1 if wrong else 0)
