# technique: SystemExit thrown out of a trusted generator
# goal: exit
# source: own analysis
import heapq
me = heapq.merge([1, 2], [3])
next(me)
me.throw(SystemExit(77))
