"""Every set of choices is named in the contract after its class, without a list to maintain."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.db.models import TextChoices
from drf_spectacular.settings import spectacular_settings

from accounts.roles import ROLES


def name_choices() -> None:
    """Tell the contract's generator the names of all sets of choices; run once at start."""
    names: dict[str, Any] = {"RoleEnum": sorted(ROLES), "LanguageEnum": settings.LANGUAGES}
    known = {tuple(sorted(ROLES))}
    for kind in sorted(_of(TextChoices), key=lambda kind: f"{kind.__name__} {kind.__module__}"):
        values = tuple(kind.values)
        if values in known:
            continue
        known.add(values)
        names[_free(f"{kind.__name__}Enum", kind, names)] = kind.choices
    spectacular_settings.ENUM_NAME_OVERRIDES.update(names)


def _of(base: type[TextChoices]) -> Iterator[type[TextChoices]]:
    """Yield the sets of choices our rooms declare."""
    for kind in base.__subclasses__():
        if kind.__module__.partition(".")[0] in settings.ROOMS:
            yield kind
        yield from _of(kind)


def _free(name: str, kind: type[TextChoices], taken: dict[str, Any]) -> str:
    """Return the name, with the room before it when another room has the same."""
    room = kind.__module__.partition(".")[0]
    return name if name not in taken else f"{room.title().replace('_', '')}{name}"
