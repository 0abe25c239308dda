# technique: words counted, a table laid out, input from standard input
# stdin: the quick brown fox\njumps over the lazy dog\nthe end\n
import collections
import statistics
import sys
lines = [line.strip() for line in sys.stdin]
words = collections.Counter(word for line in lines for word in line.split())
width = max(map(len, words))
for word, count in sorted(words.items(), key=lambda item: (-item[1], item[0]))[:5]:
    print(f'{word:<{width}} | {"#" * count:<5} | {count / words.total():6.1%}')
print('mean', round(statistics.mean(map(len, words.elements())), 3), 'lines', len(lines))
