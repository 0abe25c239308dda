# technique: a function with the file name and qualified name of one that a sandbox must allow to read frames
# goal: frames
# source: own analysis: grants by name
text = '''
def walk_tb(tb):
    return tb.tb_frame, tb.tb_frame.f_globals
'''
g = {'__name__': 'traceback'}
exec(compile(text, '@STDLIB@/traceback.py', 'exec'), g)
try:
    1 / 0
except ZeroDivisionError as error:
    frame, found = g['walk_tb'](error.__traceback__)
    if found is globals():
        print('ESCAPED frame')
