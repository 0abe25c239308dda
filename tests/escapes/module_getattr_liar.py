# technique: an attribute name that lies about itself
# goal: import
# source: pysandbox 2010-02-26, SafeModule fooled by a str subclass
import random


class Name(str):
    def startswith(self, *_):
        return False

    def __eq__(self, other):
        return True

    def __hash__(self):
        return str.__hash__(self)

    def __str__(self):
        return 'random'


print('ESCAPED pid=%d' % getattr(random, Name('_os')).getpid())
