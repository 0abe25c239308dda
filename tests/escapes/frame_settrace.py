# technique: sys.settrace hands every frame to a function of ours, trusted ones too
# goal: frames
# source: CTF folklore
import sys
import textwrap


def trace(frame, event, argument):
    if frame.f_globals.get('__name__') == 'textwrap':
        sys.settrace(None)
        print('ESCAPED frame of', frame.f_code.co_name)


sys.settrace(trace)
textwrap.dedent('x')
