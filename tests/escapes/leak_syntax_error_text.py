# technique: a SyntaxError reports the line of the file that the text claims to come from
# goal: read-secret
# source: CPython, _PyErr_ProgramDecodedTextObject()
try:
    compile('a b', '@SECRET@', 'exec')
except SyntaxError as error:
    print(error.text)
