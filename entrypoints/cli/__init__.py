"""The command line: the options of each command. What the commands do is in `commands`."""
