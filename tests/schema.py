# SPDX-License-Identifier: MIT
"""schema.py SCHEMA FILE: does the JSON file fulfil the schema?

Only the keywords that our own schema uses; an unknown one is an error.
"""
import json
import sys

TYPES = {"object": dict, "array": list, "string": str, "null": type(None),
         "boolean": bool, "number": (int, float), "integer": int}
SILENT = {"$schema", "title", "description"}


def has_type(value, name):
    if isinstance(value, bool) and name != "boolean":
        return False
    return isinstance(value, TYPES[name])


def check(value, schema, where):
    for key, rule in schema.items():
        if key in SILENT:
            continue
        if key == "type":
            names = rule if isinstance(rule, list) else [rule]
            ok = any(has_type(value, name) for name in names)
        elif key == "const":
            ok = value == rule
        elif key == "enum":
            ok = value in rule
        elif key == "minimum":
            ok = value is None or value >= rule
        elif key == "maximum":
            ok = value is None or value <= rule
        elif key == "required":
            ok = value is None or all(name in value for name in rule)
        elif key == "properties":
            for name in rule:
                if isinstance(value, dict) and name in value:
                    check(value[name], rule[name], where + "." + name)
            ok = True
        elif key == "additionalProperties" and rule is False:
            ok = value is None or set(value) <= set(schema["properties"])
        elif key == "items":
            for i, item in enumerate(value):
                check(item, rule, "%s[%d]" % (where, i))
            ok = True
        else:
            sys.exit("schema.py does not know %r" % key)
        if not ok:
            sys.exit("%s: %s: %r is not %r" % (where, key, value, rule))


with open(sys.argv[1]) as file:
    schema = json.load(file)
with open(sys.argv[2]) as file:
    document = json.load(file)
check(document, schema, "report")
