"""The command line: arguments in, exit status out. One file a command; `app` registers them."""
