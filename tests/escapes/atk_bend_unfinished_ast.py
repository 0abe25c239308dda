# technique: the same with the nodes of ast, which compile() hands out
# goal: bend
# source: own analysis: is_unfinished() asks for the class, not for who writes
node = type(compile('1', 'x', 'eval', 0x400))
node.planted = 'ESCAPED trusted class written'
print(node.planted)
