# technique: import inside a class body with a namespace of our own
# goal: import
# source: own analysis: LOAD_NAME in __prepare__'s mapping
class Meta(type):
    def __prepare__(name, bases):
        return {'__builtins__': {}, '__name__': 'os', '__package__': 'os'}


class X(metaclass=Meta):
    import posix


print('ESCAPED pid=%d' % X.posix.getpid())
