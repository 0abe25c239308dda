# policy: imports pickle = *
import pickle

for protocol in range(6):
    for thing in (b"ab\xff", bytearray(b"x"), {1, 2}, 1 + 2j, range(3), len,
                  KeyError("a"), slice(1, 2) if protocol > 1 else None, "\xe9"):
        print(protocol, pickle.loads(pickle.dumps(thing, protocol)))
print(pickle.loads(b"c__builtin__\nxrange\n(I3\ntR."), pickle.loads(b"cexceptions\nStandardError\n(S'a'\ntR."))
