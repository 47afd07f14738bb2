"""Fields that several rooms publish or ask for."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from common.errors import Invalid
from common.money import Money

DECIMALS_KEPT = 3


class MoneyShape(serializers.Serializer[Any]):
    """An amount and its currency, both as text."""

    amount = serializers.RegexField(r"^-?[0-9]{1,16}(\.[0-9]{1,3})?$", help_text="1130000.00")
    currency = serializers.RegexField(r"^[A-Z]{3}$", help_text="USD")


@extend_schema_field(MoneyShape)
class MoneyField(serializers.Field[Any, Any, Any, Any]):
    """Money: as input a ``common.money.Money``; as output from two columns.

    ``MoneyField()`` reads and writes a Money. ``MoneyField(amount="net", currency="currency")``
    only writes, from two attributes (or two columns of a row).
    """

    def __init__(self, *, amount: str = "", currency: str = "", **options: Any) -> None:
        """Note the columns to read from."""
        self.columns = (amount, currency)
        if amount:
            options |= {"source": "*", "read_only": True}
        super().__init__(**options)

    def to_internal_value(self, data: Any) -> Money:
        """Return the Money that was sent."""
        try:
            return Money.from_json(data)
        except Invalid as refusal:
            told = refusal.reasons[0]
            raise serializers.ValidationError(str(told.sentence), code=told.code) from None

    def to_representation(self, value: Any) -> dict[str, str] | None:
        """Return amount and currency as text."""
        if isinstance(value, Money):
            return value.as_json()
        amount, currency = (_follow(value, path) for path in self.columns)
        return self.of_columns(amount, currency)

    @staticmethod
    def of_columns(amount: Any, currency: str) -> dict[str, str] | None:
        """Return amount and currency as text, or nothing for no amount."""
        return None if amount is None else Money.rounded(amount, currency).as_json()


def _follow(value: Any, path: str) -> Any:
    """Read an attribute, or a key, or one of an object further on ("request.currency")."""
    for name in path.replace("__", ".").split("."):
        value = value.get(name) if isinstance(value, dict) else getattr(value, name)
    return value
