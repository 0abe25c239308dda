# technique: operator.attrgetter('gi_frame.f_globals')
# goal: frames
# source: RestrictedPython#330
import difflib
import operator
me = difflib.unified_diff(['a'], ['b'])
g = operator.attrgetter('gi_frame.f_globals')(me)
if g['__name__'] == 'difflib':
    print('ESCAPED globals of difflib')
