# technique: codecs.register: a search function of ours is called by trusted code
# goal: frames
# source: CTF folklore
import codecs
import sys


def search(name):
    if name == 'mine':
        print('ESCAPED', sys._getframe(1).f_globals['__name__'])


codecs.register(search)
try:
    ''.encode('mine')
except LookupError:
    pass
