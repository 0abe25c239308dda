#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""serve_soak.py SOCKET PID REQUESTS [CLIENTS [SEED]]: many requests with
random ends to one server, from several clients; each answer must be that of
its request, and the server's memory, descriptors and children stay as many as
they were.  Prints a summary; status 1 if something is amiss."""

import http.client
import json
import os
import random
import socket
import sys
import threading
import time

path, pid, total = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
clients = int(sys.argv[4]) if len(sys.argv) > 4 else 4
seed = int(sys.argv[5]) if len(sys.argv) > 5 else 1

# weight, code, limits, the status that is to come
KINDS = [
    (900, "print('{mark}')", {}, "ok"),
    (60, "print('{mark}'); raise ValueError", {}, "error"),
    (10, "print('{mark}', flush=True)\nwhile True: pass", {"wall_seconds": 0.05}, "timeout"),
    (10, "print('{mark}'); x = bytearray(2 ** 34)", {}, "memory"),
    (10, "print('{mark}', flush=True)\nwhile True: print('x' * 9999)",
     {"output_bytes": 100000}, "output"),
    (10, "print('{mark}'); import socket", {}, "error"),
]
CLOSED = 10  # of a thousand: the client hangs up
FILES = 10   # of a thousand: with files

counts, wrong, lock = {}, [], threading.Lock()
left = [total]


class Unix(http.client.HTTPConnection):
    def connect(self):
        self.sock = socket.socket(socket.AF_UNIX)
        self.sock.settimeout(60)
        self.sock.connect(path)


def note(kind, problem=None):
    with lock:
        counts[kind] = counts.get(kind, 0) + 1
        if problem and len(wrong) < 20:
            wrong.append(problem)


def one(rng, link, mark):
    _, code, limits, status = rng.choices(KINDS, [k[0] for k in KINDS])[0]
    body = {"code": code.replace("{mark}", mark), "limits": limits}
    lot = rng.randrange(1000)
    if lot < FILES:
        body["collect"] = True
        body["code"] = "open('f', 'w').write('%s')\n" % mark + body["code"]
    data = json.dumps(body)
    head = {"Content-Type": "application/json"}
    if FILES <= lot < FILES + CLOSED:
        gone = Unix("x")
        gone.request("POST", "/v1/run", data, head)
        gone.close()
        return note("closed")
    while True:
        link.request("POST", "/v1/run", data, head)
        answer = link.getresponse()
        text = answer.read()
        if answer.status != 429:
            break
        note("429")
        time.sleep(0.05)
    report = json.loads(text)
    got = report.get("status")
    problem = None
    if got != status:
        problem = "%s instead of %s: %s" % (got, status, text[:300])
    elif not report["stdout"].startswith(mark + "\n"):
        problem = "not its own answer: %r" % report["stdout"][:100]
    elif lot < FILES and status != "memory" and [f["path"] for f in report["files"]] != ["f"]:
        problem = "no file: %s" % report["files_skipped"]
    note(status, problem)


def client(number):
    rng = random.Random(seed * 1000 + number)
    link = Unix("x")
    n = 0
    while True:
        with lock:
            if left[0] == 0 or len(wrong) >= 20:
                return
            left[0] -= 1
        n += 1
        try:
            one(rng, link, "m%d-%d-%d" % (number, n, rng.randrange(10 ** 9)))
        except (OSError, http.client.HTTPException) as e:
            note("lost", "%d: %r" % (n, e))
            link.close()
            link = Unix("x")


def state():
    status = dict(line.split(":", 1) for line in open("/proc/%d/status" % pid))
    kids = sum(1 for p in os.listdir("/proc") if p.isdigit() and parent(p) == pid)
    try:
        fds = len(os.listdir("/proc/%d/fd" % pid))
    except PermissionError:
        fds = 0  # the server hides them from all but root
    return int(status["VmRSS"].split()[0]), fds, kids


def parent(p):
    try:
        return int(open("/proc/%s/stat" % p).read().rsplit(")", 1)[1].split()[1])
    except OSError:
        return 0


def run(n):
    left[0] = n
    threads = [threading.Thread(target=client, args=(i,)) for i in range(clients)]
    for t in threads:
        t.start()
    for t in threads:
        t.join()
    time.sleep(1)


warm = min(total // 4, 2000)
begun = time.monotonic()
run(warm)
before = state()
run(total - warm)
after = state()
took = time.monotonic() - begun - 2
print("%d requests in %.1f s (%.0f/s):" % (total, took, total / took),
      ", ".join("%s %d" % kv for kv in sorted(counts.items())))
print("server: %d -> %d KiB, %d -> %d descriptors, %d -> %d children" % (
    before[0], after[0], before[1], after[1], before[2], after[2]))
for problem in wrong:
    print("WRONG:", problem)
if after[0] > before[0] + 4096 or after[1] > before[1] + 12 or after[2] > before[2] + 4:
    sys.exit("something grows")
sys.exit(1 if wrong else 0)
