# technique: an array iterator that has come to its end gets a state
# mended: 3.14
# goal: crash
# source: own analysis: arrayiter_setstate() reads through NULL
import array
it = iter(array.array('b'))
list(it)
it.__setstate__(0)
