# technique: arithmetic, comparison, container, context and call protocols
class Vector:
    __slots__ = ('x', 'y')

    def __init__(self, x, y):
        self.x, self.y = x, y

    def __add__(self, other):
        return Vector(self.x + other.x, self.y + other.y)

    def __mul__(self, k):
        return Vector(self.x * k, self.y * k)
    __rmul__ = __mul__

    def __matmul__(self, other):
        return self.x * other.x + self.y * other.y

    def __neg__(self):
        return self * -1

    def __eq__(self, other):
        return isinstance(other, Vector) and (self.x, self.y) == (other.x, other.y)

    def __hash__(self):
        return hash((self.x, self.y))

    def __bool__(self):
        return bool(self.x or self.y)

    def __iter__(self):
        yield self.x
        yield self.y

    def __getitem__(self, k):
        return (self.x, self.y)[k]

    def __len__(self):
        return 2

    def __contains__(self, value):
        return value in (self.x, self.y)

    def __call__(self, function):
        return Vector(function(self.x), function(self.y))

    def __format__(self, spec):
        return f'({self.x:{spec}}, {self.y:{spec}})'

    def __repr__(self):
        return f'Vector({self.x}, {self.y})'

    def __abs__(self):
        return (self @ self) ** 0.5


a, b = Vector(1, 2), Vector(3, 4)
print(a + b, 2 * a, -a, a @ b, a == Vector(1, 2), len({a, b, Vector(1, 2)}))
print(bool(Vector(0, 0)), list(a), a[1], len(a), 3 in b, b(str), f'{b:.1f}', abs(b))
x, y = b
print(x, y, [*a, *b])
a += b
print(a)
try:
    a.z = 1
except AttributeError:
    print('no z')
