# technique: a path hook of ours loads what trusted code imports
# goal: code
# source: import hooks
import sys
import time


def hook(path):
    print('ESCAPED asked for', path)
    raise ImportError


sys.path_hooks.insert(0, hook)
sys.path_importer_cache.clear()
sys.modules.pop('_strptime', None)
time.strptime('1', '%d')
