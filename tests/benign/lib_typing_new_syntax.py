# technique: type parameters and type aliases
# python: 3.12+
type Pair[T] = tuple[T, T]
type Tree = list[Tree] | int


class Box[T: (int, str)]:
    def __init__(self, value: T) -> None:
        self.value = value


def first[T](items: list[T]) -> T:
    return items[0]


print(first([1, 2]), Box(3).value, Box[int], Pair[int], Pair.__value__, first.__type_params__)
print(Tree.__value__, Box.__type_params__[0].__constraints__, Pair.__name__)
