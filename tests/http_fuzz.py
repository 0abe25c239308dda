#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""http_fuzz.py SOCKET COUNT [SEED [ADDRESS:PORT TOKEN]]: requests that no
client would make, to the UNIX socket and to TCP: bodies, framing, headers and
clients that are malformed, huge, slow or gone half way.  Each connection must
end, and the server must go on to answer as it should."""

import base64
import collections
import concurrent.futures
import json
import multiprocessing
import random
import re
import socket
import struct
import sys
import time

path, count = sys.argv[1], int(sys.argv[2])
seed = int(sys.argv[3]) if len(sys.argv) > 3 else 1
tcp = sys.argv[4].rsplit(":", 1) if len(sys.argv) > 4 else None
token = sys.argv[5] if len(sys.argv) > 5 else ""
CLIENTS = 8
ids = []  # of sessions that were made

LIMITS = {"wall_seconds": 1}
GOOD = {
    "/v1/run": {"code": "print(1)", "args": ["a"], "limits": LIMITS, "stdin": "x",
                "files": [{"path": "a/b", "content": "YQ=="}], "collect": True},
    "/eval": {"input": "print(1)", "files": [{"path": "a/b", "content": "YQ=="}]},
    "/v1/call": {"task": base64.b64encode(bytes(range(64))).decode(), "python": "3.11",
                 "limits": LIMITS},
    "/v1/sessions": {"idle_seconds": 0.2, "limits": LIMITS},
    "/v1/sessions/" + "0" * 32: {"code": "1", "result": "json"},
}
WORDS = ["", "\0", "\r\n", "\r\nX: y", "A" * 70000, "%00", "../..", "-1", "0x10", "1e9",
         "99999999999999999999", "{", "[" * 5000, "\ud7ff", '"', "chunked", "gzip",
         "100-continue", "/v1/run", "/v1/sessions/" + "f" * 32, "close", "Bearer x",
         "Bearer " + "t" * 9000, "text/event-stream", "\u00e9", "bytes=0-"]
# What is no value of any key, and what a parser may fall over.
RAW = [b"[" * 100000, b'{"a":' * 3000, b'{"code": ' + b"[" * 2047 + b"]" * 2047 + b"}",
       b'{"code": "\\u0000"}', b'{"code": "a\0b"}', b'{"code": "\xff\xfe"}',
       b'{"code": "\\ud800"}', b'{"code": "\xed\xa0\x80"}', b'{"\\u0000": 1}',
       b'{"code": "\xc0\x80"}', b'{"code": 1' + b"0" * 10000 + b"}", b"\xef\xbb\xbf{}",
       b'{"limits": {"wall_seconds": 1e999}}', b'{"limits": {"wall_seconds": -0.0}}',
       b'{"limits": {"output_bytes": 9223372036854775808}}', b'{"code": NaN}',
       b'{"code": "' + b"\\u00e9" * 30000 + b'"}', b"{" + b'"k": 1,' * 5000 + b'"k": 2}',
       b'{"code": "", "args": [' + b'"",' * 20000 + b'""]}', b"nul", b'"', b"\0" * 100]
VALUES = [1, -1, 1e308, None, True, [], {}, "", "x", [[]], {"wall_seconds": 0}, "\x7f",
          [{"path": "../x"}], [{"path": "x\0y"}], [{"path": "/" + "x" * 5000}],
          [{"path": "/".join("abc" * 900)}], [{"path": "a", "content": "YQ="}],
          [{"path": "a", "content": "Y Q="}], [{"path": "a", "content": "*" * 999}],
          [{"path": "n%d" % i} for i in range(300)], {"text": "[files]\nread = /\n"},
          {"profile": "default", "text": "\n" * 9999}, {"text": "include = default\n" * 50},
          2 ** 63 - 1, "\u00ff" * 9000, ["-c"], ["-m", "x"], "A" * 4096, "AAAA" * 999]
KEYS = sorted({k for body in GOOD.values() for k in body}
              | {"policy", "python", "merge", "encoding", "program", "executable_path",
                 "name", "x", "total_seconds", ""})


def body(target):
    good = GOOD.get(target, GOOD["/v1/sessions/" + "0" * 32]
                    if "/sessions/" in target else GOOD["/v1/run"])
    text = json.dumps(good).encode()
    kind = rng.randrange(7)
    if kind == 0:
        return text
    if kind == 1:
        data = bytearray(text)
        for _ in range(rng.randint(1, 8)):
            data[rng.randrange(len(data))] = rng.randrange(256)
        return bytes(data)
    if kind == 2:
        return (rng.choice(WORDS) * rng.randint(1, 3)).encode("utf-8", "replace")
    if kind == 3:
        return rng.choice(RAW)
    if kind == 4:
        return rng.randbytes(rng.choice([0, 1, 100, 5000]))
    changed = dict(good) if kind == 5 else {}
    for _ in range(rng.randint(1, 4)):
        changed[rng.choice(KEYS)] = rng.choice(VALUES)
    if "code" in changed and rng.random() < 0.9:
        changed["code"] = "pass"
    return json.dumps(changed).encode()


def chunks(data):
    """Chunked, and most often not as it should be."""
    out = b""
    while data:
        n = rng.randint(1, max(1, len(data)))
        size = rng.choice([b"%x"] * 8 + [b"%x;x=y", b"-%x", b"+%x", b"0x%x", b"%020x"]) % n
        out += size + b"\r\n" + data[:n] + rng.choice([b"\r\n"] * 9 + [b"", b"\n", b"x\r\n"])
        data = data[n:]
    return out + rng.choice([b"0\r\n\r\n"] * 6 + [
        b"", b"0\r\n", b"0\r\nX: y\r\n\r\n", b"ffffffffffffffff\r\n", b"z\r\n",
        b"0\r\n" + b"T: x\r\n" * 3000 + b"\r\n", b"7fffffffffffffff\r\n" + b"a" * 5000])


def plain(target, data):
    """Only the body is odd."""
    bearer = "Authorization: Bearer %s\r\n" % token if token else ""
    return b"%s %s HTTP/1.1\r\nHost: x\r\n%sContent-Type: application/json\r\n" \
        b"Content-Length: %d\r\n%s\r\n%s" % (
            b"DELETE" if rng.random() < 0.05 else b"POST", target.encode(), bearer.encode(),
            len(data), rng.choice([b"", b"", b"Accept: text/event-stream\r\n"]), data)


def request():
    if rng.random() < 0.5:
        target = rng.choice(list(GOOD) + ids)
        return plain(target, body(target))
    target = rng.choice(list(GOOD) * 4 + ["/metrics", "/healthz", "/v1/policy", "/", "*",
                                          "http://x/eval", "/%2e%2e/x", rng.choice(WORDS)])
    data = body(target)
    method = rng.choice(["POST"] * 9 + ["GET", "GET", "PUT", "DELETE", "HEAD", "OPTIONS",
                                        "CONNECT", "", "P\0ST", "X" * 9000])
    version = rng.choice(["HTTP/1.1"] * 12 + ["HTTP/1.0", "HTTP/9.9", "HTTP", ""])
    lines = ["%s %s %s" % (method, target, version), "Host: x",
             "Content-Type: " + rng.choice(["application/json"] * 9 + WORDS[:6])]
    framing = rng.random()
    if framing < 0.25:
        lines.append("Transfer-Encoding: " + rng.choice(["chunked"] * 5 + WORDS[15:17]))
        if rng.random() < 0.2:
            lines.append("Content-Length: %d" % len(data))
        data = chunks(data)
    else:
        length = rng.choice([len(data)] * 9 + [len(data) + 5, 0, -1, "x", 2 ** 64, 2 ** 31,
                                               9 << 20, "%d, %d" % (len(data), 3)])
        lines.append("Content-Length: %s" % length)
    if tcp:
        lines.append("Authorization: " + rng.choice(
            ["Bearer " + token] * 6 + ["Bearer " + token[:-1], "Bearer " + token + "\0x",
                                       "bearer", "Basic " + token, rng.choice(WORDS)]))
    for _ in range(rng.choice([0, 0, 0, 1, 2, 3, 30, 2000])):
        lines.append("%s: %s" % (rng.choice(["X", "Accept", "Transfer-Encoding", "Expect",
                                             "Connection", "Content-Length", ":", " ", "A" * 300,
                                             "Cookie", "Upgrade", "X\0Y"]),
                                 rng.choice(WORDS[:4] + WORDS[5:])))
    if rng.random() < 0.1:
        rng.shuffle(lines)
    head = rng.choice(["\r\n"] * 9 + ["\n"]).join(lines).encode("utf-8", "replace") + b"\r\n\r\n"
    if rng.random() < 0.1:
        head = head[:rng.randrange(len(head))]
    return head + data


def connect(to):
    s = socket.socket(socket.AF_INET if to else socket.AF_UNIX)
    s.settimeout(60)
    s.connect((to[0], int(to[1])) if to else path)
    return s


def send(s, data):
    """At once, or in pieces, of which some are slow."""
    how = rng.randrange(12)
    if how > 1 or len(data) > 20000:
        return s.sendall(data)
    while data:
        n = rng.randint(1, 1 + len(data) // 3)
        s.sendall(data[:n])
        data = data[n:]
        time.sleep(rng.random() * 0.02 if how else 0)


def read(s):
    answer = b""
    while True:
        part = s.recv(65536)
        if not part:
            return answer
        answer += part if len(answer) < 1 << 20 else b""


def attempt(to):
    try:
        s = connect(to)
    except OSError as e:
        raise RuntimeError("the server is gone: %s" % e)
    answer = b""
    try:
        send(s, b"".join(request() for _ in range(rng.choice([1, 1, 1, 1, 2, 5]))))
        how = rng.randrange(6)
        if how == 0:
            return "gone"
        if how == 1:
            # RST in place of FIN.
            s.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            return "reset"
        if how == 2:
            s.recv(1)
            return "gone while it reads"
        s.shutdown(socket.SHUT_WR)
        answer = read(s)
    except socket.timeout:
        raise RuntimeError("no end within a minute")
    except OSError:
        pass  # it has hung up
    finally:
        s.close()
    ids[:0] = ["/v1/sessions/" + i.decode() for i in
               re.findall(rb'"id":"([0-9a-f]{32})"', answer)]
    del ids[3:]
    return answer[9:12].decode("latin-1") if answer.startswith(b"HTTP/1.") else "closed"


def expect(to, what, wanted):
    s = connect(to)
    s.sendall(what)
    answer = read(s)
    s.close()
    if not answer.startswith(b"HTTP/1.1 200") or wanted not in answer:
        sys.exit("the server is ill: %r" % answer[:2000])


def some(number, n):
    """One of several clients at once."""
    global rng
    rng = random.Random(seed * 1000 + number)
    return collections.Counter(
        attempt(tcp if tcp and rng.random() < 0.5 else None) for _ in range(n))


# By fork, as before 3.14: this text is no module that others can import.
with concurrent.futures.ProcessPoolExecutor(
        CLIENTS, mp_context=multiprocessing.get_context("fork")) as pool:
    work = [pool.submit(some, k, (count + k) // CLIENTS) for k in range(CLIENTS)]
    try:
        answers = sum((w.result() for w in work), collections.Counter())
    except RuntimeError as e:
        sys.exit(str(e))
expect(None, b"GET /healthz HTTP/1.0\r\n\r\n", b'"ok"')
run = b'{"code": "print(6 * 7)"}'
expect(None, b"POST /v1/run HTTP/1.0\r\nContent-Type: application/json\r\n"
       b"Content-Length: %d\r\n\r\n%s" % (len(run), run), b'"stdout":"42')
if tcp:
    expect(tcp, b"GET /healthz HTTP/1.0\r\nAuthorization: Bearer %s\r\n\r\n" % token.encode(),
           b'"ok"')
print("%d requests: %d answered;" % (
    count, sum(n for what, n in answers.items() if what.isdigit())),
    ", ".join("%s %d" % kv for kv in sorted(answers.items())))
