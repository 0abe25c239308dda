# technique: warn_explicit(module_globals=) with a __loader__ of ours is called by linecache
# goal: frames
# source: own analysis: confused deputies
import warnings


class Loader:
    def get_source(self, name):
        def walk():
            yield me.gi_frame.f_back.f_back
        me = walk()
        print('ESCAPED frame of', next(me).f_code.co_name)
        return 'x'


warnings.warn_explicit('look', UserWarning, 'no such file', 1,
                       module_globals={'__name__': 'x', '__loader__': Loader()})
