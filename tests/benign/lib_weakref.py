# technique: weakref
import weakref


class Thing:
    def __init__(self, name):
        self.name = name

    def hello(self):
        return 'hello ' + self.name

    def __repr__(self):
        return self.name


thing = Thing('a')
reference = weakref.ref(thing, lambda ref: print('gone'))
proxy = weakref.proxy(thing)
print(reference() is thing, proxy.name, proxy.hello(), weakref.getweakrefcount(thing))
method = weakref.WeakMethod(thing.hello)
print(method()())
values = weakref.WeakValueDictionary(x=thing)
keys = weakref.WeakKeyDictionary({thing: 1})
group = weakref.WeakSet([thing])
print(dict(values), len(keys), list(group), thing in group)
weakref.finalize(thing, print, 'finalized')
del thing
print(reference(), len(values), len(keys), len(group), method())
try:
    proxy.name
except ReferenceError as error:
    print(error)
last = Thing('last')
weakref.finalize(last, print, 'at exit')
