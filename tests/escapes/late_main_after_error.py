# technique: the program goes on behind the sandbox's refusal in a destructor
# goal: write-file
# source: time bombs
class Last:
    def __del__(self, get=open):
        get('@OUT@/late', 'w').close()


last = Last()
open('@SECRET@/no such file')
