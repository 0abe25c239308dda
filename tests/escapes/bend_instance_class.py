# technique: __class__ of an instance that trusted code keeps
# goal: bend
# source: own analysis
# debatable: the instance is reachable, its class stays as it was
import random


class Mine(random.Random):
    def random(self):
        return 0.0


random.random.__self__.__class__ = Mine
if random.uniform(5, 9) == 5.0:
    print('ESCAPED trusted instance bent')
