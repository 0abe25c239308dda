# technique: itertools
import itertools
from itertools import *
print(list(chain('ab', [1])), list(chain.from_iterable(['ab', 'c'])), list(islice(count(5, 2), 3)))
print(list(accumulate([1, 2, 3])), list(accumulate([1, 2, 3], lambda a, b: a * b, initial=1)))
print(list(combinations('abc', 2)), list(permutations('ab')), list(product('ab', repeat=2)))
print(list(combinations_with_replacement('ab', 2)), list(zip_longest('ab', 'c', fillvalue='-')))
print([(k, list(g)) for k, g in groupby('aabbb')], list(takewhile(lambda x: x < 3, count())))
print(list(dropwhile(lambda x: x < 3, range(5))), list(filterfalse(None, [0, 1])), list(starmap(pow, [(2, 3)])))
a, b = tee(iter(range(3)))
print(list(a), list(b), list(repeat('x', 2)), list(compress('abc', [1, 0, 1])), list(pairwise('abc')))
print(list(islice(cycle('ab'), 5)), itertools.chain)
