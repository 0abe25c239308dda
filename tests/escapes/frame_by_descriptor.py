# technique: the descriptors of generator and frame, called by hand
# goal: frames
# source: descriptors outlive attribute hooks
import difflib
me = difflib.unified_diff(['a'], ['b'])
frame = type(me).__dict__['gi_frame'].__get__(me)
g = type(frame).__dict__['f_globals'].__get__(frame)
if g['__name__'] == 'difflib':
    print('ESCAPED globals of difflib')
