# technique: Flag, IntEnum, StrEnum, the functional form, aliases, members
import enum


class Color(enum.Enum):
    RED = 1
    GREEN = 2
    CRIMSON = 1

    @property
    def nice(self):
        return self.name.title()

    @classmethod
    def _missing_(cls, value):
        return cls.GREEN if value == 'green' else None


print(list(Color), Color(1), Color['GREEN'], Color.CRIMSON is Color.RED, Color.RED.nice, Color('green'))
print(Color.__members__, repr(Color.RED), str(Color.RED), Color.RED in Color, len(Color), hash(Color.RED) == hash(Color.RED))
try:
    Color(9)
except ValueError as error:
    print(error)
try:
    Color.RED = 3
except AttributeError as error:
    print(type(error).__name__)


class Permission(enum.Flag):
    READ = enum.auto()
    WRITE = enum.auto()
    ALL = READ | WRITE


print(Permission.READ | Permission.WRITE, Permission.READ in Permission.ALL, ~Permission.READ, bool(Permission(0)), Permission(3))


class Number(enum.IntEnum):
    ONE = 1
    TWO = 2


print(Number.ONE + 1, Number.TWO > 1, sorted([Number.TWO, Number.ONE]), f'{Number.ONE}')


class Word(enum.StrEnum):
    HELLO = enum.auto()
    BYE = 'bye!'


print(Word.HELLO, Word.BYE.upper(), Word('bye!'))
Animal = enum.Enum('Animal', 'CAT DOG', module=__name__)
print(list(Animal), Animal.DOG.value, Animal.__module__)
Shape = enum.Enum('Shape', {'CIRCLE': 'o', 'LINE': '-'})
print(list(Shape))


class Planet(enum.Enum):
    EARTH = (5.97, 6.37)
    MARS = (0.64, 3.39)

    def __init__(self, mass, radius):
        self.mass, self.radius = mass, radius


print(Planet.EARTH.mass, [p.radius for p in Planet])


class Auto(enum.Enum):
    def _generate_next_value_(name, start, count, last):
        return name.lower()
    A = enum.auto()
    B = enum.auto()


print([a.value for a in Auto])


@enum.global_enum
class Direction(enum.IntFlag):
    NORTH = 1
    SOUTH = 2


print(NORTH | SOUTH, Direction(1))
try:
    @enum.unique
    class Twice(enum.Enum):
        A = 1
        B = 1
except ValueError as error:
    print(error)
