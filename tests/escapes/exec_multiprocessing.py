# technique: a child process of multiprocessing
# goal: exec-command
# source: CTF folklore
import multiprocessing
import posix


def work():
    posix.mkdir('@OUT@/file')


child = multiprocessing.get_context('fork').Process(target=work)
child.start()
child.join()
