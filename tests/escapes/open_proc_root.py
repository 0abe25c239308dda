# technique: /proc/self/root is another name of /
# goal: read-secret
# source: procfs magic links
for alias in '/proc/self/root', '/proc/thread-self/root':
    try:
        print(open(alias + '@SECRET@').read())
    except OSError as error:
        print(error.strerror)
