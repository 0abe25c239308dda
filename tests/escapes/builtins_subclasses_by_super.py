# technique: super(M, M) finds type.__subclasses__ unbound
# goal: subclasses
# source: own analysis
class Meta(type):
    pass


kinds = super(Meta, Meta).__subclasses__(object)
if any(kind.__name__ == '_wrap_close' for kind in kinds):
    print('ESCAPED', len(kinds))
