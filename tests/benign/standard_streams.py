# technique: print and write to standard output and error
import sys
print('out')
print('error', file=sys.stderr)
sys.stderr.write('more error\n')
sys.stdout.write('written\n')
print(1, 2, 3, sep=', ', end='.\n', flush=True)
print('ünïcödé €')
sys.stdout.buffer.write(b'bytes\n')
sys.stdout.flush()
print(*'abc', sep='\n')
print(sys.stdout.writable(), sys.stdout.isatty())
