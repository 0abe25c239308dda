# technique: pkgutil.resolve_name
# goal: import
# source: CTF folklore
import pkgutil
print('ESCAPED pid=%d' % pkgutil.resolve_name('posix:getpid')())
