# technique: the finders in sys.meta_path
# goal: import
# source: CTF folklore
import sys
for finder in sys.meta_path[::-1]:
    if not hasattr(finder, 'load_module'):
        continue
    spec = finder.find_spec('posix')
    if spec:
        print('ESCAPED pid=%d' % spec.loader.load_module('posix').getpid())
        break
