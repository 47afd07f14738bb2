"""The verb of every step of every machine of the room; ``apps`` registers them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from donors.machines.adjustments import ACCOUNTING_PERIOD, ADJUSTMENT, UNIDENTIFIED_RECEIPT
from donors.machines.allotment import ALLOTMENT
from donors.machines.amendment import AMENDMENT
from donors.machines.in_kind import IN_KIND
from donors.machines.instalment import INSTALMENT
from donors.machines.pledge import PLEDGE
from donors.machines.promises import DUE_DILIGENCE, PSC_WAIVER, REPORT_OBLIGATION
from donors.services import (
    adjustments,
    agreeing,
    amendments,
    examination,
    in_kind,
    in_part,
    instalments,
    periods,
    pledging,
    publishing,
    receipts,
    reporting,
    unidentified,
    waivers,
)
from donors.services.money_verbs import ALLOTMENT_VERBS
from workflows.registry import Machine

PLEDGE.verbs.update(
    announce=pledging.announce,
    begin_due_diligence=examination.begin_due_diligence,
    clear_due_diligence=examination.clear_due_diligence,
    refuse=examination.refuse_pledge,
    negotiate=pledging.negotiate,
    approve_clauses=agreeing.approve_clauses,
    meet_condition=agreeing.meet_condition,
    clear=agreeing.clear,
    sign=agreeing.sign,
    take_back_signature=agreeing.take_back_signature,
    accept=agreeing.accept,
    agree_in_part=in_part.agree_in_part,
    stand_apart=in_part.stand_apart,
    amend=pledging.amend,
    fulfil_condition=pledging.fulfil_condition,
    remind_of_condition=pledging.remind_of_condition,
    lapse_condition=pledging.lapse_condition,
    reopen_receipts=pledging.reopen_receipts,
    complete_receipts=pledging.complete_receipts,
    note_application=pledging.note_application,
    publish=pledging.publish,
    keep_private=pledging.keep_private,
    withdraw=pledging.withdraw,
    decline=pledging.decline,
    remind=pledging.remind,
    expire=pledging.expire,
    record_published_pledge=publishing.record_published_pledge,
    record_published_commitment=publishing.record_published_commitment,
    record_published_receipt=publishing.record_published_receipt,
)
OF_CASH: Final[dict[str, Callable[..., Any]]] = {
    "record_receipt": receipts.record_receipt,
    "close": agreeing.close,
}
PLEDGE.verbs.update(OF_CASH)
DUE_DILIGENCE.verbs.update(
    clear=examination.clear,
    clear_with_conditions=examination.clear_with_conditions,
    refuse=examination.refuse,
    remind=examination.remind,
    expire=examination.expire,
)
REPORT_OBLIGATION.verbs.update(
    submit=reporting.submit,
    accept=reporting.accept,
    send_back=reporting.send_back,
    replace=reporting.replace,
)
INSTALMENT.verbs.update(
    give_evidence=instalments.give_evidence,
    accept_evidence=instalments.accept_evidence,
    return_evidence=instalments.return_evidence,
    ask_waiver=instalments.ask_waiver,
    waive=instalments.waive,
    refuse_waiver=instalments.refuse_waiver,
    open_claim=instalments.open_claim,
    settle=instalments.settle,
    flag_overdue=instalments.flag_overdue,
    cancel=instalments.cancel,
)
AMENDMENT.verbs.update(
    offer=amendments.offer,
    sign=amendments.sign,
    take_back=amendments.take_back,
    withdraw=amendments.withdraw,
)
OF_TERMS: Final[dict[str, Callable[..., Any]]] = {"accept": amendments.accept}
AMENDMENT.verbs.update(OF_TERMS)
IN_KIND.verbs.update({name: getattr(in_kind, name) for name in IN_KIND.moves})
PSC_WAIVER.verbs.update(approve=waivers.approve, refuse=waivers.refuse)

ALLOTMENT.verbs.update(ALLOTMENT_VERBS)

OF_ADJUSTMENTS: Final[dict[str, Callable[..., Any]]] = {
    "approve": adjustments.approve,
    "refuse": adjustments.refuse,
}
ADJUSTMENT.verbs.update(OF_ADJUSTMENTS)
ACCOUNTING_PERIOD.verbs.update(close=periods.close, refuse=periods.refuse)
OF_UNIDENTIFIED: Final[dict[str, Callable[..., Any]]] = {"identify": unidentified.identify}
UNIDENTIFIED_RECEIPT.verbs.update(OF_UNIDENTIFIED)

MACHINES: Final[tuple[Machine, ...]] = (
    PLEDGE,
    INSTALMENT,
    AMENDMENT,
    IN_KIND,
    DUE_DILIGENCE,
    REPORT_OBLIGATION,
    PSC_WAIVER,
    ALLOTMENT,
    ADJUSTMENT,
    ACCOUNTING_PERIOD,
    UNIDENTIFIED_RECEIPT,
)
