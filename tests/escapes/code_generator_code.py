# technique: gi_code of a trusted generator
# goal: code
# source: CTF folklore
import heapq
code = heapq.merge([1]).gi_code
if 'iterables' in code.co_varnames:
    print('ESCAPED code of', code.co_name)
