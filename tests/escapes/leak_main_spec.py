# technique: __spec__, __loader__, __cached__ and __file__ of __main__
# goal: leak
# source: own analysis
if type(__loader__).__name__.endswith('Loader'):
    print('ESCAPED', __loader__)
