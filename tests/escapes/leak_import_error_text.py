# technique: the text of an ImportError names the file
# goal: leak
# source: own analysis
try:
    from json import nothing
except ImportError as error:
    if '.py' in str(error):
        print('ESCAPED', error)
