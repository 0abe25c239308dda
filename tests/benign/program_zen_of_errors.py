# technique: a table of operations that fail, and the texts of their errors
cases = [
    lambda: 1 / 0, lambda: [1][5], lambda: {}['k'], lambda: int('x'), lambda: 'a' + 1, lambda: None + 1,
    lambda: (1, 2).append(3), lambda: undefined_name, lambda: float('inf').as_integer_ratio(), lambda: 'x'.index('y'),
    lambda: next(iter([])), lambda: [].pop(), lambda: bytes([300]), lambda: chr(-1), lambda: 'é'.encode('ascii'),
    lambda: len(5), lambda: 5(), lambda: abs('x'), lambda: {[]: 1}, lambda: range(1.5), lambda: 2 ** 'x',
    lambda: sorted([1, None]), lambda: max([]), lambda: sum(['a']), lambda: ''.join([1]), lambda: object().x,
    lambda: print(nothing=1), lambda: __import__('no_such_module'), lambda: (lambda a: a)(), lambda: 'x' % 5,
    lambda: '{}'.format(), lambda: [1, 2].remove(3), lambda: complex('x'), lambda: round('x'), lambda: memoryview('x'),
]
for number, case in enumerate(cases):
    try:
        case()
    except ImportError as error:
        print(number, 'ImportError', error.name)
    except Exception as error:
        print(number, type(error).__name__, error)
