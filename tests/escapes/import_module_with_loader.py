# technique: a module that is harmless itself carries others as attributes
# goal: import
# source: CTF folklore
import this
print('ESCAPED %s' % this.__spec__.loader) if this.__spec__.loader else None
