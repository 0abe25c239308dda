# SPDX-License-Identifier: MIT
"""pysbx: run Python code that you do not trust.

    >>> from pysbx import Sandbox
    >>> Sandbox().call(lambda a, b: a + b, 1, 2)
    3

``Sandbox(...).call``, ``execute`` and ``run`` use a process of their own,
confined by the interpreter, by libc and by the kernel.
"""

from ._config import SandboxConfig
from ._errors import (RemoteTraceback, SandboxAttributeError, SandboxCrash,
                      SandboxDataError, SandboxError, SandboxImportError,
                      SandboxPermissionError, SandboxSetupError,
                      SandboxTimeout, SandboxWarning)
from ._lock import Locked, lock
from ._result import Result
from ._sandbox import Sandbox

__all__ = [
    "Sandbox", "SandboxConfig", "lock", "Locked", "Result", "SandboxError",
    "SandboxTimeout",
    "SandboxCrash", "SandboxDataError", "SandboxSetupError",
    "SandboxImportError", "SandboxPermissionError", "SandboxAttributeError",
    "SandboxWarning", "RemoteTraceback",
]
__version__ = "0.1.0"

for _name in __all__:  # as what a traceback should call them
    globals()[_name].__module__ = "pysbx"
del _name
