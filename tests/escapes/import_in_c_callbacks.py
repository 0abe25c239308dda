# technique: import inside functions that C code calls back
# goal: import
# source: own analysis
import re


def grab(_):
    import posix
    found.append(posix.getpid())
    return ''


found = []
re.sub('x', grab, 'x')
print('ESCAPED pid=%d' % found[0])
