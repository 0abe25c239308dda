# technique: code compiled under the file name of a standard library module
# goal: import
# source: own analysis: trust by file names
g = {'__name__': 'os', '__file__': '@STDLIB@/os.py'}
exec(compile('import posix; pid = posix.getpid()', '@STDLIB@/os.py', 'exec'), g)
print('ESCAPED pid=%d' % g['pid'])
