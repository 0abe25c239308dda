# SPDX-License-Identifier: MIT
"""What the features `help` and `site` give: functions that run in the sandbox,
with its rights, in place of the interactive ones of site.py."""


def help(thing=None):
    """help(object): print what it is and its documentation."""
    if thing is None:
        print("help(object) prints the documentation of an object.")
        return
    name = getattr(thing, "__name__", None) or type(thing).__name__
    signature = getattr(thing, "__text_signature__", None) or ""
    for own in "$module", "$self", "$type":
        signature = signature.replace(own + ", ", "").replace(own, "")
    print("Help on", name + signature, end=":\n\n")
    doc = getattr(thing, "__doc__", None)
    for line in (doc or "It has no documentation.").splitlines():
        print("   ", line)
    names = [n for n in dir(thing) if not n.startswith("_")]
    if isinstance(thing, type) and names:
        print("\n    It has:", ", ".join(names))


def copyright():
    """Print the copyright of Python."""
    print("Copyright (c) Python Software Foundation. All Rights Reserved.")


def credits():
    """Print whom Python is thanks to."""
    print("Thanks to the Python Software Foundation and all who support "
          "Python development. See www.python.org for more information.")


def license():
    """Print where the licence of Python is."""
    print("See https://docs.python.org/3/license.html")


FUNCTIONS = {"help": ("help",), "site": ("copyright", "credits", "license")}
