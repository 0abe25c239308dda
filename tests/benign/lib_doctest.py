# policy: imports doctest = *
"""Module doc.

>>> square(3)
9
"""
import doctest
def square(x):
    """Return the square.

    >>> square(2)
    4
    >>> square("a")
    Traceback (most recent call last):
        ...
    TypeError: can't multiply sequence by non-int of type 'str'
    >>> print("a b"); print()
    a b
    <BLANKLINE>
    """
    return x * x
class K:
    """
    >>> K().wrong()
    2
    >>> [1, 2,
    ...  3]  # doctest: +NORMALIZE_WHITESPACE
    [1,   2, 3]
    """
    def wrong(self):
        """
        >>> 1 + 1
        2
        """
        return 1
print(doctest.testmod())
doctest.run_docstring_examples(square, globals(), verbose=True)
print(doctest.testmod(verbose=True))
