import enum, types, operator
class Planet(enum.Enum):
    EARTH = (5.97e24, 6.37e6); MARS = (6.4e23, 3.39e6)
    def __init__(s, m, r): s.m, s.r = m, r
    @property
    def g(s): return round(6.67e-11 * s.m / s.r ** 2, 2)
class Auto(enum.Enum):
    def _generate_next_value_(name, start, count, last): return name.lower() * (count + 1)
    A = enum.auto(); B = enum.auto()
class Flg(enum.Flag): R = enum.auto(); G = enum.auto(); RG = R | G
class Num(enum.IntEnum): ONE = 1; UNO = 1; TWO = 2
class Str(str, enum.Enum): X = 'x'
class Func(enum.Enum):
    ADD = enum.member(operator.add); helper = enum.nonmember(5)
    @staticmethod
    def sm(): return 's'
print(Planet.EARTH.g, [p.name for p in Planet], Auto.B.value, Flg.R | Flg.G, Flg.RG in Flg, Flg(0), Flg.RG & ~Flg.R, list(Flg.RG), Num.UNO, Num.ONE is Num.UNO, Num.TWO + 1, sorted(Num), Str.X == 'x', f'{Str.X.value}', Func.ADD.value(1, 2), Func.helper, Func.sm(), Num.__members__, repr(Num.ONE), hash(Num.ONE) == hash(Num['UNO']))
for bad in (lambda: Num(9), lambda: Num['NO'], lambda: setattr(Num, 'ONE', 3), lambda: type('S', (Num,), {}), lambda: Flg(99), lambda: Num.ONE < Str.X):
    try: print(bad())
    except Exception as e: print(type(e).__name__, e)
Dyn = enum.Enum('Dyn', 'a b c'); print(list(Dyn), Dyn.b.value, Dyn.__module__, enum.Enum('E2', {'p': 1}).p, enum.IntFlag('F', ['x', 'y'], start=4).y.value)
@enum.verify(enum.UNIQUE, enum.CONTINUOUS)
class V(enum.Enum): A = 1; B = 2
try:
    @enum.unique
    class W(enum.Enum): A = 1; B = 1
except ValueError as e: print(e)
class Bound(enum.Flag, boundary=enum.KEEP): A = 1
print(Bound(5), enum.show_flag_values(5) if hasattr(enum, 'show_flag_values') else '', {p: p.g for p in Planet}[Planet.MARS])
from contextlib import AsyncContextDecorator
from typing import T, KT
import json, calendar
print(json.decoder.scanstring('abc" x', 0), calendar.week([(1, 2), (0, 3)], 3), T, KT)
