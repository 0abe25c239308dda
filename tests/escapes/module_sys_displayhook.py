# technique: sys.displayhook, called for single-mode code
# goal: bend
# source: own analysis
# debatable: the hook runs as what it is, untrusted code
import sys
sys.displayhook = lambda value: print('ESCAPED hook called')
exec(compile('1', 'x', 'single'))
