# technique: method.__func__, then __globals__
# goal: globals
# source: CTF folklore
import random
if '_os' in random.shuffle.__func__.__globals__:
    print('ESCAPED globals of random')
