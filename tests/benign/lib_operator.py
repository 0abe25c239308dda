# technique: operator
import operator
from operator import attrgetter, itemgetter, methodcaller


class P:
    def __init__(self, x, y):
        self.x, self.y = x, y

    def greet(self, name, mark='!'):
        return f'{name}{self.x}{mark}'


points = [P(2, 'b'), P(1, 'a')]
print([p.x for p in sorted(points, key=attrgetter('x'))], attrgetter('x', 'y')(points[0]), attrgetter('y.upper')(points[0])())
print(itemgetter(1)([5, 6]), itemgetter('a', 'b')({'a': 1, 'b': 2}), methodcaller('greet', 'n', mark='?')(points[1]))
print(operator.add(1, 2), operator.mul('a', 3), operator.contains([1], 1), operator.truth([]), operator.not_(1))
items = [1, 2, 3]
operator.setitem(items, 0, 9)
operator.delitem(items, 1)
print(items, operator.countOf([1, 1], 1), operator.indexOf([5, 6], 6), operator.concat([1], [2]), operator.index(True))
print(operator.iadd([1], [2]), operator.length_hint(iter([1, 2])), operator.is_(None, None), operator.call(max, 1, 2))
