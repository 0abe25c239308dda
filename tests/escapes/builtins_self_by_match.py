# technique: the same by a class pattern
# goal: builtins
# source: diceCTF 2023, prison reform
match len:
    case object(__self__=object(__import__=get)):
        print('ESCAPED pid=%d' % get('posix').getpid())
