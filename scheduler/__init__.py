"""What is due, and its delivery: the sender, the ticks and python-telegram-bot behind them."""

import os

# python-telegram-bot warns about every duration it hands out as a number (deprecated in 22.2) unless this is set.
os.environ.setdefault("PTB_TIMEDELTA", "1")
