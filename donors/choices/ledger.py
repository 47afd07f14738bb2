"""The chart of accounts on one screen, and the kinds of journals (the ledger, DOMAIN 2b).

Debits are above nothing, credits below; every journal adds up to nothing in each currency and in
US dollars. Receivable, cash, disbursed, bank_charges, goods_in_kind and goods_received carry
debits; so does exchange_difference for a loss. The others say what that is for, and carry a credit:

    receivable + bank_charges = income                     what was promised for cash
    cash + disbursed          = unapplied + unallotted + certified + allotted + psc + obligated
                                + spent + psc_earned + levy_due + levy + refundable
                                                           what came, in its place
    goods_in_kind + goods_received = in_kind               what was promised in goods, and came

| act             | debit                              | credit                                    |
|-----------------|------------------------------------|-------------------------------------------|
| agree           | receivable                         | income                                    |
| agree in kind   | goods_in_kind                      | in_kind                                   |
| receive in kind | goods_received                     | goods_in_kind                             |
| end in kind     | in_kind                            | goods_in_kind, for what has not come      |
| refuse          | nothing moves, or what was set aside goes back                                 |
| receive         | cash, bank_charges, income         | receivable, unallotted, unapplied         |
| propose         | nothing moves: a journal without lines                                         |
| certify         | unallotted                         | certified                                 |
| release         | certified                          | allotted, psc                             |
| reject          | certified, if it was               | unallotted                                |
| obligate        | allotted                           | obligated                                 |
| deobligate      | obligated                          | allotted                                  |
| spend           | obligated, psc, disbursed          | spent, psc_earned, cash                   |
| reverse, reduce | allotted, psc                      | unallotted                                |
| close           | psc left by rounding               | unallotted                                |
| write down      | income                             | receivable                                |
| apply           | unapplied, income                  | unallotted, receivable                    |
| ask a refund    | unallotted or unapplied            | refundable                                |
| refund          | refundable                         | cash, at the rate of the day              |
| reprogramme     | unallotted here, cash there        | cash here, unallotted there               |
| ask the levy    | unallotted                         | levy_due                                  |
| charge the levy | levy_due                           | levy                                      |
| refuse the levy | levy_due                           | unallotted                                |
| revalue         | cash or exchange_difference        | exchange_difference or cash, dollars only |

What rounding or a rate leaves over in dollars goes to exchange_difference, never away: once no cash
is left of a contribution but what was charged as levy, no dollars but the levy's are left on cash.
"""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Account(models.TextChoices):
    """Where an amount stands."""

    RECEIVABLE = "receivable", _("Receivable")
    INCOME = "income", _("Income agreed, not yet here")
    GOODS_IN_KIND = "goods_in_kind", _("Goods promised")
    GOODS_RECEIVED = "goods_received", _("Goods received")
    IN_KIND = "in_kind", _("Contributions in kind")
    CASH = "cash", _("Cash")
    DISBURSED = "disbursed", _("Disbursed")
    BANK_CHARGES = "bank_charges", _("Bank charges")
    UNAPPLIED = "unapplied", _("Unapplied cash")
    UNALLOTTED = "unallotted", _("Unallotted")
    CERTIFIED = "certified", _("Certified")
    ALLOTTED = "allotted", _("Allotted")
    PSC = "psc", _("Support cost set aside")
    OBLIGATED = "obligated", _("Obligated")
    SPENT = "spent", _("Spent")
    PSC_EARNED = "psc_earned", _("Support cost booked")
    LEVY_DUE = "levy_due", _("Coordination levy set aside")
    LEVY = "levy", _("Coordination levy")
    REFUNDABLE = "refundable", _("Refundable")
    EXCHANGE_DIFFERENCE = "exchange_difference", _("Exchange difference")


class JournalKind(models.TextChoices):
    """What a journal books."""

    AGREE = "agree", _("Agreement")
    AMEND = "amend", _("Amendment")
    AGREE_IN_KIND = "agree_in_kind", _("Agreement in kind")
    RECEIVE_IN_KIND = "receive_in_kind", _("Goods received")
    END_IN_KIND = "end_in_kind", _("Goods no longer expected")
    RECEIVE = "receive", _("Receipt")
    RECEIVE_UNIDENTIFIED = "receive_unidentified", _("Unidentified receipt")
    IDENTIFY = "identify", _("Receipt identified")
    PROPOSE = "propose", _("Allotment proposed")
    CERTIFY = "certify", _("Allotment certified")
    REJECT = "reject", _("Allotment rejected")
    RELEASE = "release", _("Allotment released")
    CERTIFY_REVERSAL = "certify_reversal", _("Reversal certified")
    REFUSE_REVERSAL = "refuse_reversal", _("Reversal refused")
    REVERSE = "reverse", _("Allotment reversed")
    REDUCE = "reduce", _("Allotment reduced")
    OBLIGATE = "obligate", _("Obligation")
    DEOBLIGATE = "deobligate", _("Obligation cancelled")
    SPEND = "spend", _("Expenditure")
    CLOSE = "close", _("Closing")
    WRITE_DOWN = "write_down", _("Write-down")
    APPLY = "apply", _("Unapplied cash applied")
    ASK_REFUND = "ask_refund", _("Refund entered")
    REFUND = "refund", _("Refund")
    REPROGRAMME = "reprogramme", _("Reprogramming")
    ASK_LEVY = "ask_levy", _("Coordination levy entered")
    FREE_LEVY = "free_levy", _("Coordination levy refused")
    LEVY = "levy", _("Coordination levy")
    REVALUE = "revalue", _("Revaluation")
    REFUSE = "refuse", _("Refused")
