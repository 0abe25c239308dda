# technique: warnings.showwarning of ours receives what trusted code wants to say
# goal: bend
# source: own analysis
# debatable: documented use; it runs as untrusted code
import warnings
warnings.showwarning = lambda *arguments, **more: print('ESCAPED', arguments[0])
warnings.warn('x')
