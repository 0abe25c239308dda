#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""http_fuzz.py SOCKET COUNT [SEED]: requests that no client would make; each
connection must end, and the server must go on to answer."""

import json
import random
import socket
import sys

path, count = sys.argv[1], int(sys.argv[2])
rng = random.Random(int(sys.argv[3]) if len(sys.argv) > 3 else 1)

GOOD = json.dumps({"code": "print(1)", "args": ["a"], "limits": {"wall_seconds": 1},
                   "files": [{"path": "a/b", "content": "YQ=="}], "collect": True})
WORDS = ["", "\0", "\r\n", "A" * 70000, "%00", "../..", "-1", "99999999999999999999",
         "{", "[" * 5000, "\ud7ff", '"', "chunked", "gzip", "100-continue",
         "/v1/run", "/eval", "/v1/sessions/" + "f" * 32, "Bearer x", "text/event-stream"]


def body():
    kind = rng.randrange(5)
    if kind == 0:
        return GOOD.encode()
    if kind == 1:
        data = bytearray(GOOD.encode())
        for _ in range(rng.randint(1, 8)):
            data[rng.randrange(len(data))] = rng.randrange(256)
        return bytes(data)
    if kind == 2:
        return (rng.choice(WORDS) * rng.randint(1, 3)).encode("utf-8", "replace")
    if kind == 3:
        keys = ["code", "args", "files", "stdin", "limits", "collect", "policy",
                "python", "result", "encoding", "merge", "input", "x"]
        values = [1, -1, 1e308, None, True, [], {}, "", "x", [[]], {"wall_seconds": 0},
                  [{"path": "../x"}], "\x7f", 2 ** 63 - 1]
        return json.dumps({rng.choice(keys): rng.choice(values)
                           for _ in range(rng.randint(0, 5))}).encode()
    return rng.randbytes(rng.choice([0, 1, 100, 5000]))


def request():
    data = body()
    method = rng.choice(["GET", "POST", "POST", "POST", "PUT", "DELETE", "HEAD",
                         "OPTIONS", "CONNECT", "", "P\0ST"])
    target = rng.choice(["/v1/run", "/v1/run", "/eval", "/metrics", "/healthz",
                         "/v1/policy", "/v1/sessions", "/v1/sessions/x", "/", "*",
                         "http://x/eval", "/%2e%2e/x", rng.choice(WORDS)])
    version = rng.choice(["HTTP/1.1", "HTTP/1.1", "HTTP/1.0", "HTTP/9.9", "HTTP", ""])
    length = rng.choice([len(data), len(data), len(data), len(data) + 5, 0, -1, "x",
                         2 ** 64])
    lines = ["%s %s %s" % (method, target, version), "Host: x",
             "Content-Type: " + rng.choice(["application/json"] * 5 + WORDS[:6]),
             "Content-Length: %s" % length]
    for _ in range(rng.randrange(3)):
        lines.append("%s: %s" % (rng.choice(["X", "Accept", "Transfer-Encoding",
                                             "Expect", "Connection", "Authorization",
                                             "Content-Length", ":"]),
                                 rng.choice(WORDS)))
    rng.random() < 0.1 and rng.shuffle(lines)
    head = "\r\n".join(lines).encode("utf-8", "replace") + b"\r\n\r\n"
    if rng.random() < 0.15:
        head = head[:rng.randrange(len(head))]
    return head + data


answered = dropped = 0
for i in range(count):
    s = socket.socket(socket.AF_UNIX)
    s.settimeout(60)
    s.connect(path)
    answer = b""
    try:
        s.sendall(request())
        how = rng.randrange(4)
        if how == 0:
            s.close()
            dropped += 1
            continue
        s.shutdown(socket.SHUT_WR)
        while True:
            part = s.recv(65536)
            if not part:
                break
            answer += part
    except (BrokenPipeError, ConnectionResetError):
        pass
    except socket.timeout:
        sys.exit("request %d: no end within a minute" % i)
    s.close()
    answered += answer.startswith(b"HTTP/1.")

s = socket.socket(socket.AF_UNIX)
s.settimeout(60)
s.connect(path)
s.sendall(b"GET /healthz HTTP/1.0\r\n\r\n")
if not s.recv(4096).startswith(b"HTTP/1.1 200"):
    sys.exit("the server is ill")
print("%d requests: %d answered, %d dropped by us" % (count, answered, dropped))
