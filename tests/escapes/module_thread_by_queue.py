# technique: threading by queue: a thread without importing it
# goal: import
# source: own analysis
import queue
print('ESCAPED pid=%d' % queue.threading._sys.modules['posix'].getpid())
