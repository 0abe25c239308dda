# technique: descriptors, __set_name__, __getattr__, __getattribute__, __slots__
class Positive:
    def __set_name__(self, owner, name):
        self.name = '_' + name

    def __get__(self, thing, owner=None):
        return self if thing is None else getattr(thing, self.name)

    def __set__(self, thing, value):
        if value <= 0:
            raise ValueError(self.name[1:] + ' must be positive')
        setattr(thing, self.name, value)

    def __delete__(self, thing):
        delattr(thing, self.name)


class Box:
    width = Positive()
    height = Positive()

    def __init__(self, width, height):
        self.width, self.height = width, height


box = Box(2, 3)
print(box.width * box.height, type(Box.width).__name__, vars(box))
try:
    box.width = -1
except ValueError as error:
    print(error)
del box.width
print(vars(box))


class Dynamic:
    def __getattr__(self, name):
        if name.startswith('get_'):
            return lambda: name[4:]
        raise AttributeError(name)

    def __setattr__(self, name, value):
        super().__setattr__(name, value * 2)

    def __dir__(self):
        return ['one', 'two']


d = Dynamic()
d.x = 4
print(d.get_color(), d.x, dir(d), hasattr(d, 'y'))


class Traced:
    def __getattribute__(self, name):
        if name == 'secret':
            return 'traced'
        return object.__getattribute__(self, name)


print(Traced().secret)


class Slots:
    __slots__ = ('a', '__dict__')


s = Slots()
s.a, s.b = 1, 2
print(s.a, s.__dict__, Slots.a.__get__(s), type(Slots.a).__name__)
