# technique: compile() of a tree instead of text
# goal: code
# source: filters of source text
# debatable: the tree runs as untrusted code, but ast is no granted module
import ast
tree = ast.parse('print("ESCAPED from a tree")')
exec(compile(tree, 'x', 'exec'))
