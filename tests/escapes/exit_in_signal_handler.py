# technique: a signal handler raises SystemExit
# goal: exit
# source: CTF folklore
import signal


def handler(number, frame):
    raise SystemExit(77)


signal.signal(signal.SIGUSR1, handler)
signal.raise_signal(signal.SIGUSR1)
