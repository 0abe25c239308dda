# technique: a signal handler is called between any two instructions, trusted ones too
# goal: frames
# source: ImaginaryCTF 2024, calc
import signal
import textwrap
found = []


def handler(number, frame):
    while frame:
        found.append(frame.f_globals['__name__'])
        frame = frame.f_back


signal.signal(signal.SIGALRM, handler)
signal.setitimer(signal.ITIMER_REAL, 0.01, 0.01)
while 'textwrap' not in found:
    textwrap.wrap('some words ' * 1000)
signal.setitimer(signal.ITIMER_REAL, 0)
print('ESCAPED frame of textwrap')
