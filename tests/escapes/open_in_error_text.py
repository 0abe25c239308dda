# technique: the contents leave in the message of an uncaught exception
# goal: read-secret
# source: CTF folklore (exfiltration on standard error)
int(open('@SECRET@').read())
