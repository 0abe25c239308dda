# technique: reading standard input line by line
# stdin: first\nsecond line\n3 4\n
import sys
print(repr(input()))
for line in sys.stdin:
    print(len(line), line.rstrip())
    break
print(sum(map(int, sys.stdin.readline().split())))
try:
    input('prompt> ')
except EOFError:
    print('end')
