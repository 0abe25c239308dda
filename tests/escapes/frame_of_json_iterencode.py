# technique: the generator behind JSONEncoder.iterencode
# goal: frames
# source: own analysis
import json
parts = json.JSONEncoder(indent=1).iterencode({'a': [1]})
next(parts)
if parts.gi_frame.f_locals['markers'] is not None:
    print('ESCAPED locals', sorted(parts.gi_frame.f_locals)[:3])
