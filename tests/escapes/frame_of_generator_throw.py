# technique: the traceback of an exception that was thrown through a trusted generator
# goal: frames
# source: own analysis
import heapq
me = heapq.merge([1, 2], [3])
next(me)
try:
    me.throw(ValueError())
except ValueError as error:
    frame = error.__traceback__.tb_next.tb_frame
    if frame.f_globals['__name__'] == 'heapq':
        print('ESCAPED frame of', frame.f_code.co_name)
