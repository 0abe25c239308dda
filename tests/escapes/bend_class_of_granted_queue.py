# technique: the class of objects that other parts of the program share
# goal: bend
# source: own analysis
import queue


def ours(self, thing):
    return 'ESCAPED trusted class calls ours'


queue.Queue.put = ours
print(queue.LifoQueue().put(1))
