# technique: runpy runs a module in a fresh namespace
# goal: import
# source: CTF folklore
# beside: other.py import posix; pid = posix.getpid()
import runpy
print('ESCAPED pid=%d' % runpy.run_path('other.py')['pid'])
