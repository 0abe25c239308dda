# technique: destructors, reference cycles, what happens at exit
class Resource:
    def __init__(self, name):
        self.name = name

    def __del__(self):
        print('released', self.name)


def use():
    local = Resource('local')
    print('using', local.name)


use()
a = Resource('a')
a = None


class Cycle:
    pass


x, y = Cycle(), Cycle()
x.other, y.other = y, x
del x, y
kept = Resource('at exit')
print('end')
