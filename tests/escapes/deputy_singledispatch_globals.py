# technique: a generic function whose implementation is eval
# goal: globals
# source: own analysis: the default namespace of eval
import functools
run = functools.singledispatch(lambda text: None)
run.register(str, eval)
if run('__name__') == 'functools':
    print('ESCAPED evaluated in functools')
