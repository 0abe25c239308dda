#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""serve_soak.py BUILD [REQUESTS [CLIENTS [SEED]]]: a server, and many requests
with random ends from several clients, some of which go away, while its
processes are killed now and then.  Each answer must be that of its request;
what a kill costs says so; the server's memory, descriptors and children stay
as many as they were.  At last the server itself is killed at work.  Prints a
summary; status 1 if something is amiss."""

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

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import soak_requests as ask

build, total = sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else 10000
clients = int(sys.argv[3]) if len(sys.argv) > 3 else 4
seed = int(sys.argv[4]) if len(sys.argv) > 4 else 1
python = os.environ.get("PYTHON", "/usr/bin/python3")
work = tempfile.mkdtemp()
path = ask.path = work + "/socket"
version = subprocess.run([python, "-c", "import sys; print(sys.version_info[:2])"],
                         capture_output=True, text=True, check=True).stdout
if version == "%s\n" % (sys.version_info[:2],):  # functions cross as bytecode
    sys.path.insert(0, build + "/python")
    from pysbx import Sandbox
    ask.sandbox = Sandbox(policy="default", server="unix:" + path)

# After about so many requests a process of the server is killed.
KILL = int(os.environ.get("SOAK_KILL", 300))

left, kills = [0], {"child": 0, "zygote": 0}
lock, wrong, counts, lost = ask.lock, ask.wrong, ask.counts, ask.lost


def client(number):
    rng = random.Random(seed * 1000 + number)
    link, n = ask.Link(), 0
    while True:
        with lock:
            if left[0] == 0 or len(wrong) >= 20:
                break
            left[0] -= 1
        n += 1
        try:
            ask.one(rng, link, "m%d-%d-%d" % (number, n, rng.randrange(10 ** 9)))
            if rng.random() < 1 / KILL:
                kill_one(rng)
        except Exception as e:
            ask.note("lost", "%d: %r" % (n, e))
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
    # Their children have one filter more; but for those of narrower policies.
    most = int(said("self", "Seccomp_filters") or 0) + 1
    return [p for p in children() if int(said(p, "Seccomp_filters") or 0) <= most]


def said(pid, key):
    try:
        with open("/proc/%s/status" % pid) as f:
            return dict(line.split(":", 1) for line in f if ":" in line)[key].split()[0]
    except (OSError, KeyError):
        return ""


def kill_one(rng):
    old = zygotes()
    victim = rng.choice(old) if rng.random() < 0.3 and old else rng.choice(children() or [0])
    with lock:
        # One that is not ours any more by now would be somebody else's.
        if victim in children():
            try:
                os.kill(victim, signal.SIGKILL)
            except ProcessLookupError:
                return
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
        [build + "/pysbx", "serve", "--calls", "--socket", path, "--scratch", work + "/scratch",
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


def check_metrics():
    now = {k: float(v) for k, v in ask_metrics().items()}
    runs = sum(v for k, v in now.items() if k.startswith("pysbx_runs_total"))
    for name, wanted in (("queue_length", 0), ("runs_working", 0), ("sessions", 0),
                         ("run_seconds_count", runs)):
        if now["pysbx_" + name] != wanted:
            wrong.append("metrics: %s is %s, not %s" % (name, now["pysbx_" + name], wanted))
    starts, ends = (sum(v for k, v in now.items() if k.startswith("pysbx_zygote_" + what))
                    for what in ("starts", "ends"))
    end = time.monotonic() + 10
    while starts - ends != len(zygotes()) and time.monotonic() < end:
        time.sleep(0.1)
    if starts - ends != len(zygotes()):
        wrong.append("metrics: of %d zygotes %d ended, and there are %s" % (
            starts, ends, ["%s %s" % (p, said(p, "State")) for p in zygotes()]))
    print("runs begun again: %d" % now["pysbx_runs_again_total"])


def main():
    with open(work + "/wild.conf", "w") as f:
        f.write(ask.WILD)
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
    check_metrics()
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
    links = [ask.Link() for _ in range(2)]
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
