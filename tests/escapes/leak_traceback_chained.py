# technique: the same in the context of another exception
# goal: read-secret
# source: source lines in tracebacks
try:
    exec(compile('1 / 0', '@SECRET@', 'exec'))
except ZeroDivisionError:
    raise ValueError
