# technique: an uncaught chain of exceptions, with a note
# status: 1
class Trouble(Exception):
    pass


def load(text):
    try:
        return int(text)
    except ValueError as error:
        trouble = Trouble('cannot load')
        trouble.add_note('while testing')
        raise trouble from error


load('x')
