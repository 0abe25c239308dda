# technique: a failed assertion after output without a newline
# status: 1
import sys
sys.stdout.write('partial')
assert 1 + 1 == 3, 'arithmetic'
