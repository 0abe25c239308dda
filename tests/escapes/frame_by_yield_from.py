# technique: gi_yieldfrom leads from generator to generator
# goal: frames
# source: own analysis
def inner():
    hidden = 42
    yield


def outer():
    yield from inner()


me = outer()
next(me)
if me.gi_yieldfrom.gi_frame.f_locals['hidden'] == 42:
    print('ESCAPED locals')
