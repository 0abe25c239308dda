# technique: context managers of classes
class Manager:
    def __init__(self, name, swallow=False):
        self.name, self.swallow = name, swallow

    def __enter__(self):
        print('enter', self.name)
        return self

    def __exit__(self, kind, value, trace):
        print('exit', self.name, kind.__name__ if kind else None)
        return self.swallow


with Manager('a') as a, Manager('b'):
    print(a.name)
with Manager('c', swallow=True):
    raise ValueError
try:
    with Manager('d'):
        raise KeyError('k')
except KeyError as error:
    print('out', error)
with (Manager('e'), Manager('f', True)):
    1 / 0
