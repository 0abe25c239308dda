# technique: an interpreter for a small stack language
import operator


class Machine:
    binary = {'+': operator.add, '-': operator.sub, '*': operator.mul, '<': operator.lt, '=': operator.eq}

    def __init__(self):
        self.stack, self.words = [], {}

    def run(self, text):
        tokens = iter(text.split())
        for token in tokens:
            if token == ':':
                name = next(tokens)
                body = []
                for word in tokens:
                    if word == ';':
                        break
                    body.append(word)
                self.words[name] = ' '.join(body)
            elif token in self.words:
                self.run(self.words[token])
            elif token in self.binary:
                b, a = self.stack.pop(), self.stack.pop()
                self.stack.append(int(self.binary[token](a, b)))
            elif method := getattr(self, 'do_' + token, None):
                method()
            else:
                self.stack.append(int(token))

    def do_dup(self):
        self.stack.append(self.stack[-1])

    def do_swap(self):
        self.stack[-2:] = self.stack[:-3:-1]

    def do_print(self):
        print(self.stack.pop())


machine = Machine()
machine.run(': square dup * ; : cube dup square * ; 3 cube print 7 2 swap - print 5 square 26 < print')
for bad in 'nonsense', '+':
    try:
        machine.run(bad)
    except (ValueError, IndexError) as error:
        print(type(error).__name__, error)
