# technique: object.__getstate__ of the program's builtins module is their real dict
# goal: bend
# source: own analysis: PyObject_GenericGetDict of a module is md_dict
__builtins__.__getstate__()['planted'] = 'ESCAPED builtins written'
print(planted)
