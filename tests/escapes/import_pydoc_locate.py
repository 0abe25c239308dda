# technique: pydoc.locate
# goal: import
# source: CTF folklore
import pydoc
print('ESCAPED pid=%d' % pydoc.locate('posix.getpid')())
