# technique: in 3.13 frame.f_locals writes through: the locals of a trusted generator are changed
# goal: bend
# source: PEP 667
# python: 3.13+
import difflib
me = difflib.unified_diff(['a'], ['b'], 'old', 'new')
me.gi_frame.f_locals['fromfile'] = 'bent'
if 'bent' in next(me):
    print('ESCAPED locals of trusted code written')
