# technique: the same with a built-in type: a method added to str
# goal: bend
# mended: later releases
# source: CPython gh-88004 (bpo-43838)
class Spy:
    def __eq__(self, other):
        other['planted'] = lambda self: 'ESCAPED built-in type written'


str.__dict__ == Spy()
print(''.planted())
