# technique: SystemExit in a generator that is closed at the end of the program
# goal: exit
# source: time bombs
import contextlib


def f(leave=contextlib.os._exit):
    try:
        yield
    finally:
        leave(77)


me = f()
next(me)
