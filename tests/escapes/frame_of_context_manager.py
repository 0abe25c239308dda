# technique: contextlib keeps the generator of a context manager in .gen
# goal: frames
# source: own analysis
import contextlib


@contextlib.contextmanager
def f():
    hidden = 42
    yield


manager = f()
manager.__enter__()
if manager.gen.gi_frame.f_locals['hidden'] == 42:
    print('ESCAPED locals', manager.gen.gi_frame.f_locals)
