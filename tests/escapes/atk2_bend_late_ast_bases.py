# technique: the same with the nodes of ast, which compile() hands out
# goal: bend
# source: own analysis
node = type(compile('1', 'x', 'eval', 0x400))


class Base(node.__mro__[-2]):
    planted = 'ESCAPED trusted class has our base'


type.__dict__['__bases__'].__set__(node, (Base,))
print(node.planted)
