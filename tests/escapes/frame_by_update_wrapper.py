# technique: functools.update_wrapper copies gi_frame and f_globals to objects of ours
# goal: frames
# source: own analysis: confused deputies
import difflib
import functools


class Mine:
    pass


def read(thing, name):
    return vars(functools.update_wrapper(Mine(), thing, assigned=[name], updated=[]))[name]


frame = read(difflib.unified_diff(['a'], ['b']), 'gi_frame')
if read(frame, 'f_globals')['__name__'] == 'difflib':
    print('ESCAPED globals of difflib')
