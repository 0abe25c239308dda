# technique: dataclasses with string annotations, ClassVar found by name
from __future__ import annotations
import dataclasses
import typing


@dataclasses.dataclass
class Tree:
    value: int
    left: Tree | None = None
    right: typing.Optional[Tree] = None
    count: typing.ClassVar[int] = 7
    start: dataclasses.InitVar[int] = 0

    def __post_init__(self, start):
        self.value += start


print(Tree(1, Tree(2), start=5), [f.name for f in dataclasses.fields(Tree)])
print(dataclasses.fields(Tree)[1].type, Tree.count)
