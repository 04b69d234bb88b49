"""`python -m steppe`: the command line."""

from steppe.cli.start import start

if __name__ == "__main__":
    start()
