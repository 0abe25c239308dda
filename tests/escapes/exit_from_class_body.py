# technique: SystemExit out of __init_subclass__, __set_name__ or a metaclass
# goal: exit
# source: own analysis
class Name:
    def __set_name__(self, owner, name):
        raise SystemExit(77)


try:
    class X:
        name = Name()
except RuntimeError as error:
    raise error.__cause__
