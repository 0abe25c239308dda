# SPDX-License-Identifier: MIT
"""What the tests find out about processes, from /proc."""

import os
import time


def children(pid):
    """Processes below this one, threads' children too."""
    found = []
    try:
        for task in os.listdir(f"/proc/{pid}/task"):
            with open(f"/proc/{pid}/task/{task}/children") as f:
                for child in f.read().split():
                    found += [int(child)] + children(child)
    except OSError:
        pass  # it has just ended
    return found


def state(pid):
    """A letter of proc(5): "R" runs, "Z" and "X" are dead, as is None."""
    try:
        with open(f"/proc/{pid}/stat") as f:
            return f.read().rpartition(")")[2].split()[0]
    except OSError:
        return None


def is_running(pid):
    return state(pid) not in (None, "Z", "X")


def wait_until(condition):
    """Has it come true?  In the end nothing is left but to say no."""
    for _ in range(2000):
        if condition():
            return True
        time.sleep(0.01)
    return False
