# technique: match statements of every kind
import dataclasses


@dataclasses.dataclass
class Point:
    x: int
    y: int


class Node:
    __match_args__ = ('left', 'right')

    def __init__(self, left, right):
        self.left, self.right = left, right


def tell(thing):
    match thing:
        case 0 | 1:
            return 'small'
        case int(n) if n < 0:
            return f'negative {n}'
        case str() as text:
            return f'text {text}'
        case [x]:
            return f'one {x}'
        case [first, *rest]:
            return f'{first} and {rest}'
        case {'kind': kind, **more}:
            return f'{kind} with {more}'
        case Point(x=0, y=y):
            return f'on the axis at {y}'
        case Point(x, y):
            return f'point {x} {y}'
        case Node(Node(a, b), c):
            return f'tree {a} {b} {c}'
        case None:
            return 'none'
        case _:
            return 'else'


for thing in (0, -3, 'x', [1], (1, 2, 3), {'kind': 'k', 'a': 1}, Point(0, 2), Point(3, 4),
              Node(Node(1, 2), 3), None, 2.5):
    print(tell(thing))
