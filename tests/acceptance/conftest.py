"""What acceptance tests import is imported quickly."""

import tests.quick_aiogram  # noqa: F401 - before aiogram
