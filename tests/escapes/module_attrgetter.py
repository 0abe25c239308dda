# technique: operator.attrgetter with dots
# goal: import
# source: RestrictedPython#330
import contextlib
import operator
print('ESCAPED pid=%d' % operator.attrgetter('os.getpid')(contextlib)())
