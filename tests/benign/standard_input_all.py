# technique: reading all of standard input, text and bytes
# stdin: a b\nc\n
import sys
text = sys.stdin.read()
print(text.split(), repr(sys.stdin.read()), sys.stdin.encoding.lower().replace('-', ''))
print(sys.stdin.buffer.read(), sys.stdin.readable(), sys.stdin.closed)
