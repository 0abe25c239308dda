# technique: classes, properties, multiple inheritance, super, special methods
class Shape:
    count = 0

    def __init__(self, name):
        self.name = name
        type(self).count += 1

    def area(self):
        raise NotImplementedError

    def __repr__(self):
        return f'<{type(self).__name__} {self.name} {self.area():.1f}>'

    def __lt__(self, other):
        return self.area() < other.area()


class Square(Shape):
    def __init__(self, side):
        super().__init__('square')
        self.side = side

    def area(self):
        return self.side ** 2

    @property
    def side(self):
        return self._side

    @side.setter
    def side(self, value):
        if value < 0:
            raise ValueError('negative')
        self._side = value

    @classmethod
    def unit(cls):
        return cls(1)

    @staticmethod
    def sides():
        return 4


class Loud:
    def area(self):
        return super().area() * 2


class LoudSquare(Loud, Square):
    pass


print(sorted([Square(3), Square(1), LoudSquare(2)]), Square.unit(), Square.sides())
print([kind.__name__ for kind in LoudSquare.__mro__], Square.count, Shape.count)
try:
    Square(2).side = -1
except ValueError as error:
    print(error)
try:
    Shape('none').area()
except NotImplementedError:
    print('abstract')
print(hasattr(Square(1), 'side'), getattr(Square(1), 'nothing', 'default'))
square = Square(2)
setattr(square, 'color', 'red')
print(vars(square), sorted(square.__dict__), square.__class__.__name__)
delattr(square, 'color')
print(square.__dict__, Square.__bases__, Square.__name__, Square.__qualname__)
