# technique: inspect.currentframe and inspect.stack
# goal: frames
# source: CTF folklore
import inspect
if inspect.currentframe().f_globals is globals():
    print('ESCAPED frame')
