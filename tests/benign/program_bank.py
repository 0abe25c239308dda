# technique: objects that send each other messages, with a log
import dataclasses
import itertools


class InsufficientFunds(Exception):
    def __init__(self, need, have):
        super().__init__(f'need {need}, have {have}')


@dataclasses.dataclass
class Account:
    owner: str
    balance: int = 0
    history: list = dataclasses.field(default_factory=list, repr=False)
    number: int = dataclasses.field(default_factory=itertools.count(1).__next__)

    def deposit(self, amount):
        self.balance += amount
        self.history.append(('+', amount))

    def withdraw(self, amount):
        if amount > self.balance:
            raise InsufficientFunds(amount, self.balance)
        self.balance -= amount
        self.history.append(('-', amount))


class Bank:
    def __init__(self):
        self.accounts = {}

    def __getitem__(self, owner):
        return self.accounts.setdefault(owner, Account(owner))

    def transfer(self, source, target, amount):
        self[source].withdraw(amount)
        self[target].deposit(amount)


bank = Bank()
bank['ann'].deposit(100)
for amount in 30, 90:
    try:
        bank.transfer('ann', 'bob', amount)
    except InsufficientFunds as error:
        print('refused:', error)
print(bank['ann'], bank['bob'], bank['bob'].history)
