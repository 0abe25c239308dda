# technique: the dispatch table of a trusted class, a plain dict, changed in place
# goal: bend
# source: pysandbox hands out proxies for this
# debatable: a mutable container; what it holds runs as untrusted code
import pprint


def ours(self, thing, stream, *rest):
    stream.write('ESCAPED trusted class calls ours')


pprint.PrettyPrinter._dispatch[list.__repr__] = ours
pprint.pprint(['x' * 50] * 3)
