# technique: object.__reduce_ex__ returns functions of copyreg
# goal: globals
# source: pickle protocol
class X:
    pass


helper = X().__reduce_ex__(2)[0]
if '__builtins__' in helper.__globals__:
    print('ESCAPED globals of', helper.__globals__['__name__'])
