# technique: ImportError.path
# goal: leak
# source: own analysis
try:
    from json import nothing
except ImportError as error:
    if error.path.endswith('.py'):
        print('ESCAPED', error.path)
