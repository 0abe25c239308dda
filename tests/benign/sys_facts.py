# technique: what sys tells
import sys
print(sys.version_info[:2] >= (3, 11), sys.version.split()[0].count('.'), sys.maxsize)
print(sys.byteorder, sys.platform, sys.implementation.name, sys.float_info.max, sys.hash_info.width)
print(len(sys.argv), isinstance(sys.argv[0], str), sys.int_info.bits_per_digit, sys.maxunicode)
print(sys.getsizeof([]) > 0, sys.intern('abc') is sys.intern('abc'), sys.getrecursionlimit())
print(sys.version_info.major, sys.hexversion > 0x030b0000, sys.getdefaultencoding())
try:
    1 / 0
except ZeroDivisionError:
    print(sys.exc_info()[0].__name__, sys.exc_info()[1])
