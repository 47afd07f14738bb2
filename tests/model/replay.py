"""A history lived again through the real services, each act with a key, against PostgreSQL."""

from __future__ import annotations

from collections.abc import Callable

from django.db import IntegrityError, transaction

from common.errors import DomainError
from donors.models import Adjustment
from tests.factories.allotments import SHOWN
from tests.model import acts, proofs
from tests.model.books import Books
from tests.model.comparing import compare
from tests.model.doing import BY_OTHERS, DOINGS
from tests.model.rehearsal import codes_of
from tests.model.stage import Stage
from tests.model.steps import FINE, Codes, History, Step
from web.catalogue import constraint
from web.idempotency import once_per_form
from workflows.actors import SYSTEM
from workflows.principal import speaking_as


def live_again(stage: Stage, history: History, *, thoroughly: bool = False) -> None:
    """Live a history, look whether the books are the model's and every proof holds; undo all.

    What differs at the end is lived once more, looking after each act, to name the first.
    ``thoroughly`` looks at what takes as long as the history: chains, the export, the clocks.
    """
    with proofs.check_8_snapshots_stay(), transaction.atomic():
        books = _lived(stage, history)
        proofs.check_6_journals_add_up_at_commit()
        proofs.check_4_the_ledger_proves_everything()
        proofs.check_10_everybody_sees_their_own(stage, books)
        proofs.check_11_what_was_refused_left_nothing(stage, books)
        if thoroughly:
            proofs.check_11_every_chain_is_whole()
            proofs.check_12_the_export_is_valid(stage)
            proofs.check_13_a_job_twice_is_a_job_once(stage)
        transaction.set_rollback(True)


def _lived(stage: Stage, history: History) -> Books:
    place = transaction.savepoint()
    try:
        return _live(stage, history)
    except AssertionError:
        transaction.savepoint_rollback(place)
        _live(stage, history, watched=True)
        raise


def _live(stage: Stage, history: History, *, watched: bool = False) -> Books:
    stage.begin()
    books = Books.opened(stage.rates)
    for number, (step, told) in enumerate(history):
        found = _try(stage, step)
        assert found == told, f"act {number}, {step}: {sorted(found)}, not {sorted(told)}"
        if not told:
            acts.do(books, step)
            _note_adjustments(stage, books)
        if watched:
            _look(stage, books, number, step)
    compare(stage, books)
    return books


def _look(stage: Stage, books: Books, number: int, step: Step) -> None:
    try:
        compare(stage, books)
    except AssertionError as differs:
        message = f"after act {number}, {step}: {differs}"
        raise AssertionError(message) from differs


def _try(stage: Stage, step: Step) -> Codes:
    """Do it, and again with the same key: the second time nothing more happens."""
    stage.done += 1
    if step.name == "wait":
        stage.day += step.day
        return FINE
    actor = stage.person(step.who)
    doing = DOINGS[step.name]
    if step.name in BY_OTHERS:
        return _refusal(lambda: doing(stage, step, actor))

    def act() -> str:
        doing(stage, step, actor)
        return "/done/"

    def send() -> str:
        with speaking_as(actor):
            return once_per_form(
                person_id=actor.person_id,  # type: ignore[arg-type]
                route=f"/model/{step.name}/",
                key=f"act-{stage.done}",
                given={"step": str(step)},
                now=SHOWN,
                act=act,
            )

    told = _refusal(send)
    if not told:
        send()
    return told


def _refusal(act: Callable[[], object]) -> Codes:
    """Return the codes an act is refused with; the database's are those web tells for it."""
    try:
        with transaction.atomic():
            act()
    except DomainError as refused:
        return codes_of(refused)
    except IntegrityError as broken:
        diagnosis = getattr(broken.__cause__, "diag", None)
        return frozenset({constraint(getattr(diagnosis, "constraint_name", "") or "").code})
    return FINE


def _note_adjustments(stage: Stage, books: Books) -> None:
    """Learn which adjustments an act has made: its own, or a levy the service asked for."""
    made = books.adjustments[len(stage.adjustments) :]
    if not made:
        return
    with speaking_as(SYSTEM):
        new = list(Adjustment.objects.exclude(pk__in=stage.adjustments))
    for one in made:
        pot = stage.pots[one.pot].pk
        rows = [each for each in new if (each.contribution_id, each.kind) == (pot, one.kind)]
        assert rows, f"no {one.kind} was entered"
        new.remove(rows[0])
        stage.adjustments.append(rows[0].pk)
