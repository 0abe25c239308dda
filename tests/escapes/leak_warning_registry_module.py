# technique: warn() takes the file name from the globals of the caller
# goal: read-secret
# source: source lines in warnings
g = {'__file__': '@SECRET@', '__name__': 'x'}
import warnings
g['warn'] = warnings.warn
exec(compile('warn("look")', '@SECRET@', 'exec'), g)
