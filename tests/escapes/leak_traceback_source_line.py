# technique: the traceback of code compiled under a foreign file name shows that file's line
# goal: read-secret
# source: source lines in tracebacks
exec(compile('1 / 0', '@SECRET@', 'exec'))
