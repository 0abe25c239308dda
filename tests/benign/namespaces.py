# technique: globals, locals, vars and dir
value = 1
print(globals()['value'], 'value' in globals(), __name__)
globals()['made'] = 2
print(made, sorted(name for name in vars() if name in ('value', 'made')))


def f(a, b=2):
    c = a + b
    return sorted(locals().items())


print(f(1))


class Thing:
    kind = 'thing'

    def __init__(self):
        self.x = 1

    def method(self):
        pass


thing = Thing()
print(vars(thing), [name for name in dir(thing) if not name.startswith('_')])
vars(thing)['y'] = 2
print(thing.y, 'kind' in vars(Thing), sorted(set(dir(Thing)) - set(dir(object)) - {'__firstlineno__', '__static_attributes__'}))
print([name for name in dir() if name in ('Thing', 'f', 'thing')])
print(isinstance(dir([]), list), '__add__' in dir(int), vars(Thing)['kind'])
