# technique: metaclasses, __prepare__, __init_subclass__, class keywords, type() with three arguments
class Registry(type):
    known = {}

    @classmethod
    def __prepare__(meta, name, bases, **options):
        return {'made_by': meta.__name__}

    def __new__(meta, name, bases, space, prefix=''):
        return super().__new__(meta, name, bases, dict(space))

    def __init__(cls, name, bases, space, prefix=''):
        super().__init__(name, bases, space)
        Registry.known[prefix + name] = cls

    def __call__(cls, *args):
        thing = super().__call__(*args)
        thing.serial = len(cls.__name__)
        return thing

    def __len__(cls):
        return 42

    def __instancecheck__(cls, thing):
        return thing == 'anything' or super().__instancecheck__(thing)


class Base(metaclass=Registry):
    pass


class Derived(Base, prefix='x.'):
    pass


print(sorted(Registry.known), Base.made_by, Derived().serial, len(Base), isinstance('anything', Base))


class Plugin:
    plugins = []

    def __init_subclass__(cls, /, name=None, **more):
        super().__init_subclass__(**more)
        cls.plugins.append(name or cls.__name__)


class First(Plugin, name='one'):
    pass


class Second(Plugin):
    pass


print(Plugin.plugins)
Made = type('Made', (Base,), {'x': 1, 'get': lambda self: self.x})
print(Made().get(), Made.__mro__[1] is Base, type(Made).__name__, type(3), type(int))
print(Made.__subclasscheck__(Made), Base.__flags__ > 0)
