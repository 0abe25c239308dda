# technique: pickle imports what the data names
# goal: import
# source: pickle documentation
import pickle
print('ESCAPED pid=%d' % pickle.loads(b'cposix\ngetpid\n.')())
