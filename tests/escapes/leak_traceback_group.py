# technique: the same inside an exception group
# goal: read-secret
# source: source lines in tracebacks
try:
    exec(compile('1 / 0', '@SECRET@', 'exec'))
except ZeroDivisionError as error:
    raise ExceptionGroup('group', [error])
