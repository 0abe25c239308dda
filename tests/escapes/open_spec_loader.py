# technique: the loader of a standard library module, from its __spec__
# goal: read-secret
# source: VectorlyApp/bluebox#126
import json
print(json.__spec__.loader.get_data('@SECRET@'))
