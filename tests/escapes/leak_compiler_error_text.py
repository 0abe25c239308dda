# technique: the same for an error that the compiler finds
# goal: read-secret
# source: CPython, PyErr_ProgramTextObject()
try:
    compile('return', '@SECRET@', 'exec')
except SyntaxError as error:
    print(error.text)
