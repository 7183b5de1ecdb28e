"""What the tests that kill import is imported quickly."""

import tests.quick_aiogram  # noqa: F401 - before aiogram
