"""The processes of the acceptance tests serve here too."""

from tests.acceptance.conftest import nursery

__all__ = ["nursery"]
