"""The simulator against the two real clients, over loopback."""
