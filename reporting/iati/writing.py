"""Write activities as IATI 2.03: the order of the elements is that of the schema."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import UTC, date, datetime
from typing import IO, Any, Final

from lxml import etree

from reporting.iati import codes
from reporting.iati.activity import Activity, Movement, Narrative, Party
from reporting.iati.codes import AidVocabulary, Role

VERSION: Final = "2.03"
LANG: Final = "{http://www.w3.org/XML/1998/namespace}lang"
UNODC: Final = "United Nations Office on Drugs and Crime"
BASE_LANGUAGE: Final = "en"
UNPRINTABLE: Final = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What XML 1.0 has no place for."""


def write(activities: Iterable[Activity], into: IO[bytes], *, us: str, now: datetime) -> int:
    """Write a file of activities published by ``us`` and return how many; none makes no file.

    The schema asks for one activity at least, so that nothing to publish is told by the caller.
    """
    count = 0
    with etree.xmlfile(into, encoding="utf-8") as file:
        file.write_declaration()
        with file.element("iati-activities", version=VERSION, **_made_at(now)):
            for activity in activities:
                file.write(element_of(activity, us=us))
                count += 1
    return count


def _made_at(now: datetime) -> dict[str, str]:
    return {"generated-datetime": _moment(now)}


def element_of(activity: Activity, *, us: str) -> etree._Element:
    """Return one activity as an element."""
    top = etree.Element("iati-activity")
    top.set("last-updated-datetime", _moment(activity.updated_at))
    top.set("default-currency", "USD")
    top.set("humanitarian", "false")
    top.set(LANG, BASE_LANGUAGE)
    own = Party(name=UNODC, type=codes.OWN_TYPE, ref=us)
    _text(top, "iati-identifier", f"{us}-{activity.reference}")
    _party(top, "reporting-org", own)
    _narrative(_sub(top, "title"), activity.title)
    _descriptions(top, activity)
    _participants(top, activity, own)
    _sub(top, "activity-status", code=activity.status)
    for kind, on in sorted(activity.dates.items()):
        _sub(top, "activity-date", type=kind, **{"iso-date": _day(on)})
    _sub(top, "activity-scope", code=codes.NATIONAL)
    _sub(top, "recipient-country", code=activity.country)
    _classify(top, activity)
    for movement in activity.movements:
        _transaction(top, movement, own)
    return top


def _descriptions(top: etree._Element, activity: Activity) -> None:
    _narrative(_sub(top, "description", type="1"), activity.needs)
    if activity.priorities is not None:
        _narrative(_sub(top, "description", type="2"), activity.priorities)


def _participants(top: etree._Element, activity: Activity, own: Party) -> None:
    for giver in activity.funders:
        _party(top, "participating-org", giver, role=Role.FUNDING)
    for role in (Role.ACCOUNTABLE, Role.EXTENDING, Role.IMPLEMENTING):
        _party(top, "participating-org", own, role=role)


def _classify(top: etree._Element, activity: Activity) -> None:
    for code, share in activity.sectors.items():
        _sub(top, "sector", vocabulary="1", code=code, percentage=f"{share:f}")
    for target in activity.targets:
        _sub(top, "tag", vocabulary="3", code=target)
    marker = {"vocabulary": "1", "code": codes.GENDER, "significance": activity.gender}
    _sub(top, "policy-marker", **marker)
    _sub(top, "collaboration-type", code=codes.MULTILATERAL_OUTFLOW)
    _sub(top, "default-finance-type", code=codes.GRANT)
    _sub(top, "default-aid-type", vocabulary=AidVocabulary.OECD_DAC, code=activity.aid_type)
    _sub(top, "default-tied-status", code=codes.UNTIED)


def _transaction(top: etree._Element, movement: Movement, own: Party) -> None:
    one = _sub(top, "transaction")
    _sub(one, "transaction-type", code=movement.kind)
    _sub(one, "transaction-date", **{"iso-date": _day(movement.on)})
    value = _sub(one, "value", currency=movement.value.currency)
    value.set("value-date", _day(movement.on))
    value.text = f"{movement.value.amount:f}"
    incoming = movement.kind in codes.INCOMING
    _party(one, "provider-org", (movement.provider or own) if incoming else own)
    if incoming:
        _party(one, "receiver-org", own)
        _tied(one, movement)


def _tied(one: etree._Element, movement: Movement) -> None:
    """Say how tightly a donor ties what it gives: by its type of aid, category and modality."""
    if not movement.earmark_category:
        return
    told = {
        AidVocabulary.OECD_DAC: codes.aid_type_in(movement.earmark_category),
        AidVocabulary.EARMARKING_CATEGORY: movement.earmark_category,
        AidVocabulary.EARMARKING_MODALITY: movement.earmark_modality,
    }
    for vocabulary, code in told.items():
        if code:
            _sub(one, "aid-type", vocabulary=vocabulary, code=code)


def _party(top: etree._Element, name: str, party: Party, **attributes: str) -> None:
    known = {"ref": party.ref, "type": party.type}
    told = _sub(top, name, **attributes, **{key: value for key, value in known.items() if value})
    _narrative(told, Narrative(text=party.name, language=BASE_LANGUAGE))


def _narrative(top: etree._Element, narrative: Narrative) -> None:
    _text(top, "narrative", narrative.text).set(LANG, narrative.language)


def _text(top: etree._Element, name: str, text: str) -> etree._Element:
    one = _sub(top, name)
    one.text = printable(text)
    return one


def _sub(top: etree._Element, name: str, **attributes: Any) -> etree._Element:
    return etree.SubElement(top, name, {key: str(value) for key, value in attributes.items()})


def printable(text: str) -> str:
    """Return a text without what XML has no place for and without blanks around it."""
    return UNPRINTABLE.sub("", text).strip()


def _day(on: date) -> str:
    return on.isoformat()


def _moment(at: datetime) -> str:
    return at.astimezone(UTC).replace(microsecond=0).isoformat().replace("+00:00", "Z")
