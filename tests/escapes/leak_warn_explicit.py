# technique: warnings.warn_explicit prints a line of the file that it is told
# goal: read-secret
# source: source lines in warnings
import warnings
warnings.warn_explicit('look', UserWarning, '@SECRET@', 1)
