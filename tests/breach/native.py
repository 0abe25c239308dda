# SPDX-License-Identifier: MIT
# One probe from inside the interpreter: native.py MODULE_DIR CLASS/NAME GROUND...
import sys

sys.path.insert(0, sys.argv[1])
import breach

rc = breach.run(*sys.argv[2:])
if rc > 0:
    print("errno", rc)
sys.exit(77 if rc == -1 else rc != 0)
