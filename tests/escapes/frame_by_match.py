# technique: a class pattern on a generator
# goal: frames
# source: diceCTF 2023, prison reform
import difflib
match difflib.unified_diff(['a'], ['b']):
    case object(gi_frame=object(f_globals={'__name__': name})):
        print('ESCAPED globals of', name)
