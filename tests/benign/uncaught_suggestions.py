# technique: an uncaught error suggests the name that was meant
# status: 1
class Account:
    balance = 3

    def show(self):
        return self.balanse


number = 5
for wrong in (lambda: numbr, lambda: prnit, lambda: Account().show(), lambda: Account().balanc):
    try:
        wrong()
    except (NameError, AttributeError) as error:
        print(type(error).__name__, error)
print(numbr)
