# technique: a stray .py file beside the program, imported by name
# goal: import
# source: local modules are untrusted code, if they may be imported at all
# beside: helper.py import posix; pid = posix.getpid()
import helper
print('ESCAPED pid=%d' % helper.pid)
