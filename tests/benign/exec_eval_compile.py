# technique: exec, eval and compile as programs use them
print(eval('1 + 2'), eval('x * 2', {'x': 21}), eval('y', {}, {'y': 5}))
space = {}
exec('def double(n):\n    return n * 2\nvalue = double(4)', space)
print(space['value'], space['double'](10))
code = compile('a + b', '<text>', 'eval')
print(eval(code, {'a': 1, 'b': 2}))
exec(compile('for k in range(2):\n    print("line", k)', '<text>', 'exec'))
z = 1
exec('z += 1')
print(z, eval('z'))


def local():
    inside = 5
    return eval('inside + 1'), sorted(locals())


print(local())
try:
    eval('1 +')
except SyntaxError as error:
    print(type(error).__name__, error.lineno)
try:
    exec('1 / 0', {})
except ZeroDivisionError as error:
    print(error)
exec('class K:\n    def m(self):\n        return super().__init__() or "super works"\nprint(K().m())', {})
limited = {'__builtins__': {'len': len}}
print(eval('len([1, 2])', limited))
try:
    eval('open', limited)
except NameError as error:
    print(error)
exec('import math\nprint(math.floor(2.5))', {})
print(eval('[x for x in range(3) if x]'), eval('lambda n: n + 1')(1))
