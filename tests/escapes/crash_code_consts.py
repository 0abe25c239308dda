# technique: a code object without the constants that it loads
# goal: crash
# source: DavidBuchanan314/unsafe-python
code = compile('[' + ', '.join('x[%r]' % str(n) for n in range(5000)) + ']', 'x', 'eval')
eval(code.replace(co_consts=()), {'x': {}})
