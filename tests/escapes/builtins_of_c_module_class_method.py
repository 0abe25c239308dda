# technique: the C function of an accelerator module leads to a module that nobody granted
# goal: import
# source: own analysis
import heapq
real = heapq.heapify.__self__
if real.__name__ == '_heapq' and hasattr(real.__loader__, 'exec_module'):
    print('ESCAPED loader', real.__loader__)
