# technique: dataclasses of every kind
import dataclasses
from dataclasses import dataclass, field, InitVar, KW_ONLY
from typing import ClassVar


@dataclass(order=True, frozen=True)
class Version:
    major: int
    minor: int = 0
    label: str = field(default='', compare=False, repr=False)


print(sorted([Version(1, 2), Version(1)]), hash(Version(1)) == hash(Version(1)), Version(2) > Version(1, 9))
try:
    Version(1).major = 2
except dataclasses.FrozenInstanceError as error:
    print(error)


@dataclass
class Account:
    owner: str
    _: KW_ONLY
    balance: float = 0.0
    log: list = field(default_factory=list)
    scale: InitVar[int] = 1
    kind: ClassVar[str] = 'account'
    total: float = field(init=False, default=0)

    def __post_init__(self, scale):
        self.total = self.balance * scale


print(Account('a', balance=2.0, scale=3), Account('b') == Account('b'), dataclasses.asdict(Account('c')))
print(dataclasses.astuple(Account('d')), dataclasses.replace(Account('e'), owner='f', scale=1))
print([f.name for f in dataclasses.fields(Account)], dataclasses.is_dataclass(Account), Account.__doc__)


@dataclass(slots=True)
class Slim:
    x: int
    y: int = 1


@dataclass(slots=True, kw_only=True)
class Slimmer(Slim):
    z: int = 2


print(Slimmer(x=1), Slimmer.__slots__, Slim.__match_args__, Slim(1, 2))
try:
    Slim(1).q = 1
except AttributeError as error:
    print(type(error).__name__)


@dataclass
class Child(Account):
    extra: int = 9

    def __str__(self):
        return f'{super().__repr__()}'


print(str(Child('x')), Child.__mro__[1].__name__)
Made = dataclasses.make_dataclass('Made', [('x', int), ('y', int, 5)], namespace={'sum': lambda self: self.x + self.y})
print(Made(1), Made(1).sum())
try:
    Version()
except TypeError as error:
    print(error)
try:
    @dataclass
    class Bad:
        x: list = []
except ValueError as error:
    print(error)
