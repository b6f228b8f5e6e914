"""The commands of the command line, each a thin layer over a use case."""
