# technique: a str subclass as module name, in a version that asserts it is none
# goal: crash
# mended: later releases
# source: CPython 3.13, _imp.create_builtin
# python: 3.13
class Name(str):
    def __eq__(self, other):
        return True

    def __hash__(self):
        return hash('math')


__import__(Name('posix'))
