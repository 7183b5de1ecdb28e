"""A Telegram of our own on loopback: the Bot API over HTTP, people to drive it, and a page with their phones."""
