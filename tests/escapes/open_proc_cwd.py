# technique: /proc/self/cwd is another name of the program's directory
# goal: read-secret
# source: procfs magic links
print(open('/proc/self/cwd/../vault/secret.txt').read())
