"""Every remark an import can make: its code, what it led to, and its sentence."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Final

from django.utils.translation import gettext_lazy as _

from common.errors import Sentence


class Effect(StrEnum):
    """What a remark led to: the whole file, the record or the value is concerned, or nothing."""

    REFUSED = "refused"
    SKIPPED = "skipped"
    REPAIRED = "repaired"
    WARNED = "warned"


REFUSALS: Final[Mapping[str, Sentence]] = {
    "file_unreadable": _("The file cannot be read: %(trouble)s."),
    "file_empty": _("The file is empty."),
    "file_too_large": _("The file is larger than %(limit)s bytes."),
    "file_malformed": _("The file is not well formed: %(trouble)s."),
    "file_too_deep": _("The file is nested more deeply than any published data."),
    "file_too_long": _("The file holds more than %(limit)s records."),
    "file_doctype": _("The file declares a document type or entities; published data never does."),
    "not_fts": _("This is not a page of flows of the Financial Tracking Service."),
    "not_iati": _("This is not a file of IATI activities."),
    "iati_version_1": _(
        "This is IATI %(version)s with letter codes; only IATI 2.0x is read. "
        "Ask the publisher for a newer file."
    ),
    "history_columns": _("This is neither revenue by donor nor revenue by financing instrument."),
    "history_row": _("A row cannot be read as revenue: %(trouble)s."),
}
SKIPS: Final[Mapping[str, Sentence]] = {
    "record_malformed": _("The record is not of the published shape."),
    "record_unnamed": _("The record has no identifier, so it could not be recognised again."),
    "record_repeated": _("The record was already read in this run."),
    "record_too_large": _("The record is larger than any published record."),
    "flow_shared": _(
        "The flow is shared with other countries or plans; its publisher does not count it."
    ),
    "flow_not_incoming": _(
        "The flow moves money within the country or plan, or out of it; it does not count."
    ),
    "status_unknown": _("The status is neither pledge, commitment nor paid."),
    "amount_unusable": _("There is no usable amount."),
    "amount_nothing": _("The amount is nothing."),
    "amount_negative": _("The amount is below nothing; a correction alone is not taken in."),
    "currency_unknown": _("The currency %(currency)s is not one we keep amounts in."),
    "date_unusable": _("There is no usable date."),
    "date_in_future": _("The date lies in the future."),
    "donor_unnamed": _("The record does not say who gives."),
    "donor_country_unknown": _("No Member State could be made out behind %(name)s."),
    "donor_is_unodc": _("The giver is UNODC itself; only extrabudgetary money is taken in."),
    "rate_missing": _("There is no rate for %(currency)s on %(day)s, nor a publisher's own."),
    "iati_letter_code": _("The activity says that it is IATI %(version)s; only 2.0x is read."),
    "no_promises": _("The activity has no incoming pledge, commitment or payment of use."),
    "type_missing": _("The transaction does not say of which type it is."),
    "type_unknown": _("%(kind)s is not a type of transaction."),
    "record_refused": _("The record was refused: %(trouble)s"),
    "record_left_whole": _(
        "Nothing of the record was taken in, because a part of it could not be taken in."
    ),
}
REPAIRS: Final[Mapping[str, Sentence]] = {
    "original_incomplete": _("The original amount is incomplete; the US dollars are kept."),
    "amount_rounded": _("The amount was rounded to the decimals of its currency."),
    "rate_contradicts": _(
        "The publisher's rate does not lead to its own US dollars; the US dollars are kept."
    ),
    "date_replaced": _("The day was missing and was taken from another date of the record."),
    "text_mended": _("A text was encoded twice and was mended."),
    "language_case": _("A language is not written in small letters."),
    "ref_is_a_name": _("A reference holds a name; it was read as the name."),
    "donor_from_funder": _("The giver is not named; the only funding organisation was taken."),
    "donor_kind_assumed": _(
        "What kind of organisation the giver is was not said; it is kept as one to be examined."
    ),
    "vocabulary_unknown": _("A code of an unknown vocabulary was left out."),
    "commitment_implied": _("Nothing was said to be committed; what was paid was taken for it."),
    "corrections_netted": _("Negative commitments were subtracted."),
}
WARNINGS: Final[Mapping[str, Sentence]] = {
    "rate_far_off": _("The publisher's rate is more than 5 %% off the UN operational rate."),
    "record_changed": _(
        "The publisher has changed this record since it was taken in; ours stands as it was."
    ),
    "pages_missing": _("The set has %(wanted)s flows; only %(present)s were given."),
    "totals_differ": _("The publisher's own total is %(published)s US dollars, ours %(ours)s."),
}
SENTENCES: Final[Mapping[str, tuple[Effect, Sentence]]] = {
    code: (effect, sentence)
    for effect, table in (
        (Effect.REFUSED, REFUSALS),
        (Effect.SKIPPED, SKIPS),
        (Effect.REPAIRED, REPAIRS),
        (Effect.WARNED, WARNINGS),
    )
    for code, sentence in table.items()
}


@dataclass(frozen=True, kw_only=True)
class Problem:
    """One remark: where it stands in which file, and about which record."""

    code: str
    line: int
    file: str = ""
    record: str = ""
    values: Mapping[str, Any] = field(default_factory=dict)

    @property
    def effect(self) -> Effect:
        """Return what the remark led to."""
        return SENTENCES[self.code][0]

    @property
    def sentence(self) -> str:
        """Return the remark in the language in force."""
        return str(SENTENCES[self.code][1]) % self.values

    def as_dict(self) -> dict[str, Any]:
        """Return plain values for the report."""
        return {
            "file": self.file,
            "line": self.line,
            "code": self.code,
            "effect": self.effect.value,
            "record": self.record,
            "sentence": self.sentence,
        }


class FileRefused(Exception):
    """A file of which nothing is read; ``problem`` says why."""

    def __init__(self, code: str, *, file: str, line: int = 0, **values: Any) -> None:
        """Take the code, the place and the values of its sentence."""
        self.problem = Problem(code=code, file=file, line=line, values=values)
        super().__init__(code)


class RecordSkipped(Exception):
    """A record that is left out whole; ``problem`` says why."""

    def __init__(self, problem: Problem) -> None:
        """Take the remark."""
        self.problem = problem
        super().__init__(problem.code)
