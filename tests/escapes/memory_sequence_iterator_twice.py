# technique: an iterator over __getitem__ comes to its end inside its own step, and gives its reference to the sequence back twice
# goal: crash
# source: own analysis: iter_iternext() in iterobject.c
class Sequence:
    def __getitem__(self, i):
        if not inside:
            inside.append(1)
            list(it)
        raise IndexError


kept = [Sequence() for i in range(1000)]
for sequence in kept:
    for i in range(5):
        inside = []
        it = iter(sequence)
        list(it)
sequence = it = None
junk = [bytes(b'A' * n) for n in range(15, 100, 16) for i in range(2000)]
for sequence in kept:
    sequence.x
