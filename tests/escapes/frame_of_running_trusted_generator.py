# technique: a callback walks back through a trusted generator that runs it
# goal: frames
# source: own analysis
import heapq


def key(value):
    def walk():
        yield me.gi_frame.f_back.f_back
    me = walk()
    found.append(next(me))
    return value


found = []
next(heapq.merge([1], [2], key=key))
if found[0].f_globals['__name__'] == 'heapq':
    print('ESCAPED frame of', found[0].f_code.co_name)
