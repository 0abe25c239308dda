# technique: the same for an error that the symbol table finds
# goal: read-secret
# source: CPython, PyErr_RangedSyntaxLocationObject()
try:
    compile('nonlocal x', '@SECRET@', 'exec')
except SyntaxError as error:
    print(error.text)
