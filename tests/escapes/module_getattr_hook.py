# technique: __getattr__ set on a module: trusted "from module import x" calls ours
# goal: bend
# source: Srdnlen CTF 2025, SSPJ
import bisect
import string


def hook(name):
    seen.append(name)
    raise AttributeError(name)


seen = []
string.__getattr__ = hook
if not hasattr(string, 'nothing') and seen:
    print('ESCAPED hook in a trusted module')
