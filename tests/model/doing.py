"""Every act of the model as a call of the real service, by the name of the step."""

from __future__ import annotations

from collections.abc import Callable

from tests.model import acts, adjustments
from tests.model.doing_money import (
    certify_month,
    close_contribution,
    decide_on_adjustment,
    decide_on_month,
    enter_adjustment,
    identify,
    load_rate,
    on_share,
    propose,
    receive,
    suspend,
)
from tests.model.doing_promises import (
    accept,
    amend,
    by_the_clock,
    decide_on_amendment,
    end,
    gift,
    narrow,
    negotiate,
    on_gift,
    pledge,
    start_delivery,
)
from tests.model.stage import Stage
from tests.model.steps import Step
from workflows.actors import Actor

Doing = Callable[[Stage, Step, Actor], object]
DOINGS: dict[str, Doing] = {
    "load_rate": load_rate,
    "start_delivery": start_delivery,
    "close_contribution": close_contribution,
    "propose": propose,
    "receive": receive,
    "suspend": suspend,
    "identify": identify,
    "certify_month": certify_month,
    "pledge": pledge,
    "negotiate": negotiate,
    "agree_in_part": narrow,
    "accept": accept,
    "withdraw": end,
    "decline": end,
    "amend": amend,
    "gift": gift,
    **dict.fromkeys(acts.OF_SHARES, on_share),
    **dict.fromkeys(adjustments.KINDS, enter_adjustment),
    **dict.fromkeys(acts.DECISIONS, decide_on_adjustment),
    **dict.fromkeys(("close_month", "refuse_month"), decide_on_month),
    **dict.fromkeys(("expire", "fulfil_condition", "lapse_condition"), by_the_clock),
    **dict.fromkeys(("accept_amendment", "give_up"), decide_on_amendment),
    **dict.fromkeys(acts.OF_GOODS[1:], on_gift),
}
BY_OTHERS = frozenset(
    {"load_rate", "start_delivery", "pledge", "gift", "amend", "withdraw", "withdraw_gift"}
    | {"expire", "fulfil_condition", "lapse_condition"}
)
"""Acts of donors, of the system, or of more than one person: no form of one person sends them."""
