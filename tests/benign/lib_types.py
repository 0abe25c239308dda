# technique: types
import types
space = types.SimpleNamespace(a=1, b='x')
space.c = 2
print(space, vars(space), space == types.SimpleNamespace(a=1, b='x', c=2))
proxy = types.MappingProxyType({'k': 1})
print(proxy['k'], dict(proxy), proxy == {'k': 1}, proxy | {'z': 2}, len(proxy), 'k' in proxy, list(proxy.items()), proxy.get('q'), proxy.copy())
try:
    proxy['x'] = 1
except TypeError as error:
    print(error)
print(isinstance(len, types.BuiltinFunctionType), isinstance(lambda: 0, types.FunctionType), isinstance((x for x in []), types.GeneratorType))
print(types.NoneType, isinstance([].append, types.BuiltinMethodType), types.MethodType(lambda self: self * 2, 4)())


class Thing:
    def method(self):
        return 'method of ' + type(self).__name__


thing = Thing()
thing.extra = types.MethodType(lambda self: type(self).__name__, thing)
print(thing.extra(), thing.method.__self__ is thing, thing.method.__name__)
Made = types.new_class('Made', (Thing,), {}, lambda space: space.update(x=5))
print(Made.x, Made().method(), types.resolve_bases([list[int]]), types.prepare_class('X')[0])
module = types.ModuleType('mine', 'doc')
module.value = 3
print(module.__name__, module.__doc__, module.value, isinstance(module, types.ModuleType))
print(types.GenericAlias(list, (int,)), type(int | str) is types.UnionType, types.EllipsisType)


@types.coroutine
def old_style():
    yield 1


async def wait():
    await old_style()


print(wait().send(None))


class Dyn:
    @types.DynamicClassAttribute
    def name(self):
        return 'dynamic'


print(Dyn().name)
