# technique: code compiled under the name of the frozen import system
# goal: import
# source: own analysis: trust by file names
text = '''
def _find_and_load():
    import posix
    return posix.getpid()
pid = _find_and_load()
'''
g = {'__name__': 'importlib._bootstrap'}
exec(compile(text, '<frozen importlib._bootstrap>', 'exec'), g)
print('ESCAPED pid=%d' % g['pid'])
