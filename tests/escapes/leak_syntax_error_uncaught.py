# technique: an uncaught SyntaxError prints that line
# goal: read-secret
# source: CPython, _PyErr_ProgramDecodedTextObject()
exec(compile('a b', '@SECRET@', 'exec'))
