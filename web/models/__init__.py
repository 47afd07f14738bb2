"""What the plumbing itself must remember."""

from web.models.counter import Counter
from web.models.key import IdempotencyKey

__all__ = ["Counter", "IdempotencyKey"]
