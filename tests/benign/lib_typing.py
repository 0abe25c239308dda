# technique: generics, protocols, TypedDict, NamedTuple, type hints
import typing
from typing import Any, Callable, Generic, Literal, NamedTuple, Optional, Protocol, TypedDict, TypeVar, Union, cast, get_args, get_origin, get_type_hints, overload, runtime_checkable
T = TypeVar('T')
K = TypeVar('K', bound=str)


class Stack(Generic[T]):
    def __init__(self) -> None:
        self.items: list[T] = []

    def push(self, item: T) -> None:
        self.items.append(item)

    def pop(self) -> T:
        return self.items.pop()


stack = Stack[int]()
stack.push(1)
print(stack.pop(), Stack[int], Stack[int].__args__, Stack.__parameters__)


class IntStack(Stack[int]):
    pass


print(IntStack.__orig_bases__, issubclass(IntStack, Stack))


class Named(NamedTuple):
    x: int
    y: str = 'd'

    def both(self):
        return f'{self.x}{self.y}'


print(Named(1), Named(1).both(), Named._fields, Named.__annotations__, Named(2)._replace(y='z'), Named.__module__)


class Movie(TypedDict, total=False):
    name: str
    year: int


print(Movie(name='x'), Movie.__total__, Movie.__annotations__)


@runtime_checkable
class Closes(Protocol):
    def close(self) -> None: ...


class File:
    def close(self):
        pass


print(isinstance(File(), Closes), isinstance(1, Closes))


def f(a: int, b: 'Optional[str]' = None, *c: 'list[int]') -> 'dict[str, Any]':
    return {}


print(get_type_hints(f), get_origin(list[int]), get_args(Union[int, str, None]))
print(Union[int, str], Optional[int], Callable[[int], str], Literal['a', 1], int | None, tuple[int, ...], cast(int, 'x'))


class Node:
    next: 'Optional[Node]'
    value: int = 0


print(get_type_hints(Node))


@overload
def g(x: int) -> int: ...
@overload
def g(x: str) -> str: ...
def g(x):
    return x


print(g(1), typing.TYPE_CHECKING, Any, typing.NewType('Id', int)(5), typing.Annotated[int, 'meta'].__metadata__)
print(typing.List[int], typing.Dict[str, int], typing.assert_type(1, int))
Pair = tuple[T, T]
print(Pair[int], typing.ParamSpec('P').__name__)
P = NamedTuple('P', [('x', int)])
print(P(3))
