# technique: __notes__ of the exception that ends the program are printed
# goal: read-secret
# source: PEP 678
class Note:
    def __str__(self):
        return open('@SECRET@').read()


error = ValueError()
error.__notes__ = [Note()]
raise error
