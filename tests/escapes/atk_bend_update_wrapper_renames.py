# technique: functools.update_wrapper may write to functools' own functions: a new __qualname__ makes one of them look like no trusted function
# goal: bend
# source: own analysis: an exception for a module's own functions is an exception for its deputies
import functools


def other():
    pass


functools.update_wrapper(functools.total_ordering, other)
functools.total_ordering.planted = 'ESCAPED function written'
print(functools.total_ordering.planted)
