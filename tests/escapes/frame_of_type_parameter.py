# technique: the lazily evaluated bound of a type variable is a hidden function with a frame
# goal: frames
# source: PEP 695
# python: 3.12+
def look():
    def walk():
        yield me.gi_frame.f_back.f_back
    me = walk()
    return next(me)


def generic[T: look()]():
    return T


frame = generic().__bound__
if frame.f_code.co_name == 'T':
    print('ESCAPED frame of', frame.f_code.co_qualname)
