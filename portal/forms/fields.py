"""One section of a draft as a form: what was typed, and from which text each field was begun."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import QueryDict

from portal.forms.request import OFFERED, ItemFormSet, RequestForm
from ta_requests.services.field_saving import Fields

ITEMS = "items"
BASE, CHOICE = "base-", "choice-"
THEIRS = "theirs"


class SectionForm:
    """The fields of one section with their bases; after a conflict, with the choice made.

    A page sends all of its fields; autosave (``partial``) only those that were touched, which are
    those whose base it sends. A field without a base is taken for one that somebody else changed.
    """

    def __init__(
        self,
        names: tuple[str, ...],
        standing: Fields,
        data: QueryDict | None = None,
        *,
        partial: bool = False,
    ) -> None:
        self.standing, self.data = standing, data
        self.sent = tuple(n for n in names if not (partial and data and BASE + n not in data))
        self.bases = {
            name: data.get(BASE + name, "") if data is not None else standing.bases[name]
            for name in self.sent
        }
        texts = [name for name in self.sent if name != ITEMS]
        self.form = RequestForm(data, only=texts, initial=dict(standing.standing))
        self.items: Any = (
            ItemFormSet(data, prefix=ITEMS, initial=self._lines()) if ITEMS in self.sent else None
        )

    def _lines(self) -> Any:
        """Return the lines to show; what is sent speaks for itself, each of its lines counts."""
        return self.standing.standing[ITEMS] if self.data is None else None

    def is_valid(self) -> bool:
        """Tell whether what was typed can be read."""
        return self.form.is_valid() and (self.items is None or self.items.is_valid())

    @property
    def content(self) -> dict[str, Any]:
        """Return what the person wants to stand, without the fields they gave up."""
        data = self.data or QueryDict()
        read = dict(self.form.cleaned_data)
        if self.items is not None:
            read[ITEMS] = self.items.lines()
        return {name: read[name] for name in self.sent if data.get(CHOICE + name) != THEIRS}

    @property
    def errors(self) -> dict[str, list[str]]:
        """Return what cannot be read, by field."""
        told = {name: [str(one) for one in found] for name, found in self.form.errors.items()}
        if self.items is not None and not self.items.is_valid():
            lines = [*self.items.non_form_errors()]
            for line in self.items.forms:
                lines += [f"{line[name].label}: {one[0]}" for name, one in line.errors.items()]
            told[ITEMS] = [str(line) for line in lines]
        return told


def in_words(name: str, value: Any) -> str:
    """Return what stands in a field as one reads it, for somebody who must choose."""
    if name in OFFERED:
        labels = dict(OFFERED[name]())
        return "\n".join(str(labels.get(code, code)) for code in value)
    if name == ITEMS:
        return "\n".join(_line(line) for line in value)
    return str(value)


def _line(line: Mapping[str, str]) -> str:
    texts = (line["quantity"], line["unit"], line["description"], line["purpose"])
    return " · ".join(text for text in texts if text)
