# technique: id, is, hash, sorting stability, equality
a, b = [1], [1]
print(a == b, a is b, id(a) == id(a), hash((1, 'x')) == hash((1, 'x')))
words = ['bb', 'a', 'cc', 'd']
print(sorted(words, key=len), sorted(words, key=lambda w: (-len(w), w)))
print(None is None, (1, 2) < (1, 3), [1, 2] != [1], 1 == 1.0 == True, float('nan') != float('nan'))
print(max(words, key=len), min([], default='none'), sum([[1], [2]], []))
try:
    hash([])
except TypeError as error:
    print(error)
try:
    sorted([1, 'a'])
except TypeError as error:
    print(error)
