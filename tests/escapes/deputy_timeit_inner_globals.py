# technique: timeit.Timer keeps the function that it made
# goal: globals
# source: own analysis: functions made by exec in trusted code
import timeit
g = timeit.Timer().inner.__globals__
if g['__name__'] == 'timeit':
    print('ESCAPED globals of timeit')
