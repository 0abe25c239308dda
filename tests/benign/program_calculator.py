# technique: a tokenizer, parser and evaluator of arithmetic
import operator
import re
TOKEN = re.compile(r'\s*(?:(\d+\.?\d*)|(.))')
OPERATORS = {'+': (1, operator.add), '-': (1, operator.sub), '*': (2, operator.mul), '/': (2, operator.truediv)}


def tokens(text):
    for number, symbol in TOKEN.findall(text):
        yield float(number) if number else symbol


class Parser:
    def __init__(self, text):
        self.tokens = [*tokens(text), 'end']

    def take(self):
        return self.tokens.pop(0)

    def primary(self):
        token = self.take()
        if token == '(':
            value = self.expression(0)
            if self.take() != ')':
                raise SyntaxError('missing )')
            return value
        if token == '-':
            return -self.primary()
        if not isinstance(token, float):
            raise SyntaxError(f'unexpected {token}')
        return token

    def expression(self, level):
        value = self.primary()
        while self.tokens[0] in OPERATORS and OPERATORS[self.tokens[0]][0] > level:
            precedence, function = OPERATORS[self.take()]
            value = function(value, self.expression(precedence))
        return value


for text in '1 + 2 * 3', '(1 + 2) * -3', '10 / 4 - 1', '2 * (3 + ', '1 / 0':
    try:
        print(text, '=', Parser(text).expression(0))
    except (SyntaxError, ZeroDivisionError, IndexError) as error:
        print(text, '->', type(error).__name__)
