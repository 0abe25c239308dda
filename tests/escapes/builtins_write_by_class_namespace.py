# technique: a class body whose namespace is the builtins dict
# goal: bend
# source: own analysis: __prepare__
b = __builtins__ if isinstance(__builtins__, dict) else vars(__builtins__)


class Meta(type):
    def __prepare__(name, bases):
        return b

    def __new__(meta, name, bases, space):
        return type.__new__(meta, name, bases, {})


class X(metaclass=Meta):
    planted = 'ESCAPED builtins written'


print(planted)
