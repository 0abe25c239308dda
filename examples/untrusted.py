# SPDX-License-Identifier: MIT
"""A program that nobody should trust.

It does the work that it was asked for, tries a number of things on the side,
prints how each went, and in the end claims success.
"""
import statistics


def primes(limit):
    """What it was asked for."""
    sieve = bytearray([1]) * limit
    sieve[:2] = b"\0\0"
    for n in range(2, int(limit ** 0.5) + 1):
        if sieve[n]:
            sieve[n * n::n] = bytes(len(range(n * n, limit, n)))
    return [n for n in range(limit) if sieve[n]]


def read_a_file():
    with open("/etc/passwd") as file:
        return file.readline()


def write_a_file():
    with open("planted.txt", "w") as file:
        return "wrote %d bytes" % file.write("I was here\n")


def become_a_shell():
    import os
    os.execv("/bin/sh", ["sh", "-c", "echo I am a shell now"])


def call_home():
    import socket
    return socket.create_connection(("127.0.0.1", 9), timeout=1)


def reach_other_modules():
    import sys
    return sys.modules["posix"]


def read_a_closure():
    def account(balance):
        return lambda: balance
    return account(1000).__closure__[0].cell_contents


def read_globals():
    return sorted(statistics.mean.__globals__)[:3]


def walk_the_classes():
    return len(object.__subclasses__())


def walk_the_frames():
    return (n for n in ()).gi_frame.f_back


ATTEMPTS = (read_a_file, write_a_file, become_a_shell, call_home,
            reach_other_modules, read_a_closure, read_globals,
            walk_the_classes, walk_the_frames)

found = primes(100_000)
print("%d primes below 100000, their median is %d"
      % (len(found), statistics.median(found)))

for attempt in ATTEMPTS:
    name = attempt.__name__.replace("_", " ")
    try:
        print("  %-20s DONE: %r" % (name, attempt()), flush=True)
    except Exception as refusal:
        print("  %-20s %s: %s" % (name, type(refusal).__name__, refusal),
              flush=True)

print("and now I say that all is well: exit(0)", flush=True)
raise SystemExit(0)
