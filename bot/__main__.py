"""`python -m bot` is `kawal`."""

from bot.cli import main

main()
