"""The commands: a module each, with `add`, which puts the command on the parser, and its `run`."""
