# technique: warnings.showwarning writes that line to a file of ours
# goal: read-secret
# source: source lines in warnings
import io
import warnings
page = io.StringIO()
warnings.showwarning('look', UserWarning, '@SECRET@', 1, page)
print(page.getvalue())
