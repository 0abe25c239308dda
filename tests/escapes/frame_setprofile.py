# technique: sys.setprofile
# goal: frames
# source: CTF folklore
import sys
import textwrap


def profile(frame, event, argument):
    if frame.f_globals.get('__name__') == 'textwrap':
        sys.setprofile(None)
        print('ESCAPED frame of', frame.f_code.co_name)


sys.setprofile(profile)
textwrap.dedent('x')
