"""What a person says about themselves: name, language, time zone, letters."""

from __future__ import annotations

from zoneinfo import available_timezones

from django.utils.translation import gettext_lazy as _

from accounts.models import User
from common.errors import Invalid, Reason


def time_zones() -> list[str]:
    """Return the names of the time zones, cities first of their continents, UTC on top."""
    cities = sorted(name for name in available_timezones() if "/" in name)
    return ["UTC", *(name for name in cities if not name.startswith(("Etc/", "posix/", "right/")))]


def describe_oneself(
    *, person: User, name: str, language: str, time_zone: str, mail_notices: bool
) -> None:
    """Save one's own particulars (the caller speaks as the person).

    Raises:
        Invalid: nobody is without a name; the time zone is not one we know.
    """
    if not name.strip():
        raise Invalid(reasons=[Reason("blank", _("The field may not be empty."), "name")])
    if time_zone not in available_timezones():
        sentence = _("There is no such time zone.")
        raise Invalid(reasons=[Reason("time_zone_unknown", sentence, "time_zone")])
    person.name = name.strip()
    person.language = language
    person.time_zone = time_zone
    person.mail_notices = mail_notices
    person.save(update_fields=["name", "language", "time_zone", "mail_notices"])
