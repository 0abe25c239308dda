# technique: the cache of re poisoned
# goal: bend
# source: pysandbox hands out proxies for this
import re
re._cache[str, 'abc', 0] = re.compile('.*')
if re.match('abc', 'xyz'):
    print('ESCAPED re finds what is not there')
