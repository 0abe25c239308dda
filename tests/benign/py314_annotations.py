# technique: annotations that name what is not there yet (PEP 649)
# python: 3.14
# policy: imports annotationlib = *
import annotationlib
import dataclasses
import typing


@dataclasses.dataclass(slots=True)
class Node:
    value: int
    next: Later | None = None

    def me(self):
        return super().__repr__() is not None, __class__.__name__


class Pair(typing.NamedTuple):
    left: Later
    right: int = 3


def f(x: Later, y: list[Missing] = ()) -> Node:
    z = x
    return z


def closed():
    def g(a: Inner) -> "Inner":
        return a
    strings = annotationlib.get_annotations(g, format=annotationlib.Format.STRING)
    refs = annotationlib.get_annotations(g, format=annotationlib.Format.FORWARDREF)
    class Inner:
        pass
    return strings, sorted(refs), type(refs["a"]).__name__


print(Node(1), Node(2).me(), Pair(1), Pair._fields)
print(annotationlib.get_annotations(f, format=annotationlib.Format.STRING))
print(annotationlib.get_annotations(f, format=annotationlib.Format.FORWARDREF)["x"].__forward_arg__)
print(closed())
try:
    f.__annotations__
except NameError as error:
    print(error)


class Later:
    pass


print(typing.get_type_hints(Node)["next"])
print(annotationlib.get_annotations(Pair)["left"])
