# technique: warnings.formatwarning returns that line
# goal: read-secret
# source: source lines in warnings
import warnings
print(warnings.formatwarning('look', UserWarning, '@SECRET@', 1))
