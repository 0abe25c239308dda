# technique: linked lists, trees and tries with iterators
class Trie:
    def __init__(self):
        self.children, self.word = {}, False

    def insert(self, word):
        node = self
        for letter in word:
            node = node.children.setdefault(letter, Trie())
        node.word = True

    def __contains__(self, word):
        node = self.find(word)
        return node is not None and node.word

    def find(self, prefix):
        node = self
        for letter in prefix:
            node = node.children.get(letter)
            if node is None:
                return None
        return node

    def words(self, prefix=''):
        if self.word:
            yield prefix
        for letter, child in sorted(self.children.items()):
            yield from child.words(prefix + letter)


trie = Trie()
for word in 'car cart care dog do'.split():
    trie.insert(word)
print('car' in trie, 'ca' in trie, list(trie.words()), list(trie.find('ca').words('ca')))


class Link:
    def __init__(self, value, rest=None):
        self.value, self.rest = value, rest

    def __iter__(self):
        node = self
        while node:
            yield node.value
            node = node.rest

    def __reversed__(self):
        previous = None
        for value in self:
            previous = Link(value, previous)
        return iter(previous)


chain = None
for k in range(5, 0, -1):
    chain = Link(k, chain)
print(list(chain), list(reversed(chain)), sum(chain))
deep = None
for k in range(20000):
    deep = [deep]
del deep
print('released')
