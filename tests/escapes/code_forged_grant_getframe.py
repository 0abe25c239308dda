# technique: the same for namedtuple, which asks for the caller's frame
# goal: frames
# source: own analysis: grants by name
text = '''
def namedtuple():
    import sys
    return sys._getframe(1)
'''
g = {'__name__': 'collections'}
exec(compile(text, '@STDLIB@/collections/__init__.py', 'exec'), g)
if g['namedtuple']().f_globals is globals():
    print('ESCAPED frame')
