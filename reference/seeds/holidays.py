"""Official holidays at the Vienna office in the years our clocks run over."""

from __future__ import annotations

from datetime import date
from typing import Any, Final

from django.utils.translation import gettext_noop as _

SOURCE: Final = (
    "Computed from the list the Vienna office published for 2023: New Year, Good Friday, Easter "
    "Monday, Eid al-Fitr, 1 May, Eid al-Adha, 26 October, 25 and 26 December; a holiday on a "
    "weekend is kept on the next working day. Assumption: confirm each year against the office's "
    "information circular."
)

HOLIDAYS: Final[tuple[dict[str, Any], ...]] = tuple(
    {"duty_station": "Vienna", "on": date.fromisoformat(day), "title_en": title, "source": SOURCE}
    for day, title in (
        ("2026-01-01", _("New Year's Day")),
        ("2026-03-20", _("Eid al-Fitr")),
        ("2026-04-03", _("Good Friday")),
        ("2026-04-06", _("Easter Monday")),
        ("2026-05-01", _("Labour Day")),
        ("2026-05-27", _("Eid al-Adha")),
        ("2026-10-26", _("Austrian National Day")),
        ("2026-12-25", _("Christmas Day")),
        ("2026-12-28", _("Saint Stephen's Day")),
        ("2027-01-01", _("New Year's Day")),
        ("2027-03-10", _("Eid al-Fitr")),
        ("2027-03-26", _("Good Friday")),
        ("2027-03-29", _("Easter Monday")),
        ("2027-05-03", _("Labour Day")),
        ("2027-05-17", _("Eid al-Adha")),
        ("2027-10-26", _("Austrian National Day")),
        ("2027-12-27", _("Christmas Day")),
        ("2027-12-28", _("Saint Stephen's Day")),
    )
)
