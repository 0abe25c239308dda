# technique: an uncaught exception raised by the standard library
# stderr: json.decoder.JSONDecodeError: Expecting value: line 1 column 7 (char 6)
# status: 1
import json
json.loads('{"a": }')
