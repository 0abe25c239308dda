# technique: the default factory is exec with plain globals, called by generated code
# goal: builtins
# source: own analysis: the default namespace of globals
import dataclasses
import functools
g = {}


@dataclasses.dataclass
class D:
    x: object = dataclasses.field(default_factory=functools.partial(exec, 'import posix; pid = posix.getpid()', g))


D()
print('ESCAPED pid=%d' % g['pid'])
