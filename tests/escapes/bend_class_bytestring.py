# technique: another trusted class that its module marks late
# goal: bend
# source: own analysis
# debatable: what is put there runs as untrusted code
# python: 3.11-3.13
import warnings
warnings.simplefilter('ignore')
import collections.abc
collections.abc.ByteString.index = lambda self, value: 'ESCAPED trusted class calls ours'


class Mine(collections.abc.ByteString):
    def __getitem__(self, k):
        raise IndexError

    def __len__(self):
        return 0


print(Mine().index(0))
