"""What people see at rest: pure functions from plain values to a screen."""
