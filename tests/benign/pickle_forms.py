# policy: imports pickle = *
import enum
import pickle


class Colour(enum.Enum):
    RED = 1


class Outer:
    class Inner:
        def __init__(self, n):
            self.n = n

        def __eq__(self, other):
            return self.n == other.n


class Plain:
    pass


for protocol in range(6):
    p = Plain()
    p.x = [1, {2}, slice(1, 2) if protocol > 1 else None, complex(1, 2)]
    q = pickle.loads(pickle.dumps(p, protocol))
    print(protocol, q.x, pickle.loads(pickle.dumps(Colour.RED, protocol)) is Colour.RED)
    if protocol > 3:
        print(pickle.loads(pickle.dumps(Outer.Inner(3), protocol)) == Outer.Inner(3))
    for o in (b'bytes', bytearray(b'bytes'), range(3), len, int, str,
              {1}, frozenset('a'), 1 << 99, -0.0, slice):
        print(pickle.loads(pickle.dumps(o, protocol)) == o, end=' ')
    print()
