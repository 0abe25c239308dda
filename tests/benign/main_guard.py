"""The docstring of the module."""
# technique: __name__, __doc__, the main guard and annotations of the module
from __future__ import annotations

limit: int = 3


def main(n: Undefined = 1) -> None:
    """Do the work."""
    print('main', n, main.__doc__, __doc__)


if __name__ == '__main__':
    main()
    print(__annotations__, main.__annotations__)
