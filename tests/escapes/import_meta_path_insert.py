# technique: a finder of ours, first in sys.meta_path, is called by the imports of trusted code
# goal: frames
# source: import hooks
import sys
import time


class Finder:
    def find_spec(name, path=None, target=None):
        frame = sys._getframe(1)
        if frame.f_code.co_name == '_find_spec':
            print('ESCAPED frame with', len(frame.f_globals), 'globals')


sys.meta_path.insert(0, Finder)
sys.modules.pop('_strptime', None)
time.strptime('1', '%d')
