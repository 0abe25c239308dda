# technique: CPython's test modules call any C function
# goal: import
# source: own analysis
# needs: _testcapi
import _testcapi
print('ESCAPED %s' % _testcapi.run_in_subinterp)
