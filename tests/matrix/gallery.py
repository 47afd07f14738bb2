"""Two sides that know nothing of each other, lived through the real steps, and what marks each.

Every row a chapter of the story made is noted by its table, so that no list of secrets has to be
kept by hand: an id, a reference or a word of a chapter in the answer to somebody outside of it is a
leak.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import timedelta
from decimal import Decimal
from typing import Any

from django.apps import apps
from django.db import connection
from django.db.models import Model, UUIDField

from accounts.services import invitations, tokens
from common.money import Money
from donors.services import examination, waivers
from messaging.models import Notice
from ta_requests.models import Delivery
from ta_requests.services import documents, work_plan
from tests.factories.adjustments import adjust, month_at, referenced, unidentified_cash
from tests.factories.allotments import Share, components_of, contribution_of
from tests.factories.amendments import amendment_at
from tests.factories.assessments import IN_KIND
from tests.factories.criteria import criteria_of
from tests.factories.deliveries import deliver, goods_at, milestone_at, plan
from tests.factories.in_kind import gift_at
from tests.factories.pledges import promise_at
from tests.factories.requests import CONTENT, PDF, request_at, story_at
from tests.world import BEGINNING, World
from workflows.actors import SYSTEM
from workflows.delivery import deliver as hand_on
from workflows.models import OutboxMessage
from workflows.principal import speaking_as

LATER = BEGINNING + timedelta(days=10)
UUIDS = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
WORD = "kestrel"
"""Begins every word that marks a chapter; it occurs nowhere else in the house."""


@dataclass
class Chapter:
    """What was made in one part of the story: ids by model, references and marking words."""

    word: str
    rows: dict[type[Model], list[str]] = field(default_factory=dict)
    marks: set[str] = field(default_factory=set)

    @property
    def secrets(self) -> set[str]:
        """Return everything by which the chapter can be recognised in an answer."""
        return {pk for pks in self.rows.values() for pk in pks} | self.marks


@dataclass
class Gallery:
    """The world and its chapters.

    ``shared``: a State's request on show to donors, and its donor's money. ``state`` and ``donor``:
    what each of the two keeps to itself. ``foreign``: the same of another State and a donor that it
    named. ``people``: who belongs to other organisations. ``registered``: that a donor other than a
    State is one. ``personal``: things of one colleague. ``invited``: who is not here yet.
    """

    world: World
    chapters: dict[str, Chapter] = field(default_factory=dict)
    tokens: dict[str, str] = field(default_factory=dict)
    own_tokens: dict[str, str] = field(default_factory=dict)
    notices: dict[str, list[str]] = field(default_factory=dict)
    references: dict[type[Model], str] = field(default_factory=dict)

    def secrets_of(self, name: str, chapters: frozenset[str]) -> set[str]:
        """Return what nothing told to this person may contain; ``chapters`` are open to them."""
        closed = {
            secret
            for title, chapter in self.chapters.items()
            if title not in chapters
            for secret in chapter.secrets
        }
        letters = {pk for whose, pks in self.notices.items() if whose != name for pk in pks}
        keys = {pk for whose, pk in self.own_tokens.items() if whose != name}
        return closed | letters | keys

    def notice_of(self, name: str, *, is_own: bool) -> str | None:
        """Return a notice to this person, or to somebody else."""
        found = [
            pk for whose, pks in self.notices.items() if (whose == name) is is_own for pk in pks
        ]
        return found[0] if found else None

    def token_of(self, name: str) -> str | None:
        """Return the id of a person's token."""
        return self.own_tokens.get(name)

    def parent(self, model: type[Model], pk: str, above: type[Model]) -> str | None:
        """Return the object of ``above`` that a row belongs to, directly or through another."""
        with speaking_as(SYSTEM):
            return _parent(model, pk, above)

    def reference(self, model: type[Model]) -> str | None:
        """Return a row of reference data, which everybody may read."""
        if model not in self.references:
            with speaking_as(SYSTEM):
                found = model._default_manager.order_by("pk").values_list("pk", flat=True).first()
            self.references[model] = str(found or "")
        return self.references[model] or None

    def of(self, chapter: str, model: type[Model]) -> str | None:
        """Return an object of a chapter."""
        found = self.chapters[chapter].rows.get(model, [])
        return found[0] if found else None


def _parent(model: type[Model], pk: str, above: type[Model]) -> str | None:
    found = model._default_manager.filter(pk=pk)
    fields = model._meta.concrete_fields
    keys = [one for one in fields if (one.many_to_one or one.one_to_one) and not one.null]
    for key in keys:
        if key.related_model is above:
            return str(found.values_list(key.attname, flat=True).get())
    for key in keys:
        between: Any = key.related_model
        if between._meta.app_label == model._meta.app_label:
            upper = _parent(between, str(found.values_list(key.attname, flat=True).get()), above)
            if upper is not None:
                return upper
    return None


def build(world: World) -> Gallery:
    """Live through all chapters; every step commits."""
    gallery = Gallery(world)
    other = mirrored(world)
    with _chapter(gallery, "shared") as word:
        _side(world, word, chosen="all_donors")
    with _chapter(gallery, "state") as word:
        _kept_by_a_state(world, word)
    with _chapter(gallery, "donor") as word:
        promise_at(world, "pledged", title=f"Promise of {word}")
    with _chapter(gallery, "foreign") as word:
        _side(other, word, chosen="named_donors")
        _kept_by_a_state(other, word)
        promise_at(other, "pledged", title=f"Promise of {word}")
        _examined(world, pending=True)
    with _chapter(gallery, "personal") as word:
        _token(gallery, "section_chief.2", word, "read")
    with _chapter(gallery, "invited") as word:
        _invite(world, word)
    for name, scopes in (("state.ms_authority", "read write"), ("donor.donor_rep", "read write")):
        gallery.tokens[name] = _token(gallery, name, "A program of ours", scopes)
    gallery.chapters["people"] = _people(world)
    foundation = world.organisations["foundation"]
    gallery.chapters["registered"] = Chapter("", marks={str(foundation.pk), foundation.name})
    gallery.notices = _letters(world)
    return gallery


def mirrored(world: World) -> World:
    """Return the same world as the other State and the other donor see it."""
    names = {"state": "other_state", "donor": "other_donor"}
    names |= {there: here for here, there in names.items()}

    def turned(name: str) -> str:
        place, dot, role = name.partition(".")
        return f"{names.get(place, place)}{dot}{role}"

    return World(
        organisations={turned(name): one for name, one in world.organisations.items()},
        actors={turned(name): one for name, one in world.actors.items()},
        users={turned(name): one for name, one in world.users.items()},
    )


def _side(world: World, word: str, *, chosen: str) -> None:
    """A request from draft to delivery, its goods and papers, and money from pledge to spending."""
    named = [world.organisations["donor"].pk] if chosen == "named_donors" else []
    marked = _content(word)
    story = story_at(
        world, "funding_sought", content=marked, consent_class=chosen, named_donors=named
    )
    promise = promise_at(
        world,
        "received",
        money=Money.of("113000", "USD"),
        title=f"Promise of {word}",
        now=story.now,
    )
    cash = contribution_of(promise.pledge)
    share = Share(world, cash, components_of(story.request)[0], Decimal(113_000), LATER)
    share.walk_to("released")
    moving = story_at(world, "funded", content=marked, consent_class=chosen, named_donors=named)
    with speaking_as(SYSTEM):
        delivery = Delivery.objects.get(request_id=moving.pk)
    output, officer = plan(world, delivery.pk), "programme_officer"
    with world.as_(officer):
        work_plan.add_indicator(
            output_id=output.pk,
            actor=world[officer],
            now=BEGINNING,
            title=f"People trained by {word}",
            unit="person",
            baseline=Decimal(0),
            target=Decimal(90),
        )
    deliver(world, moving.request, now=moving.now)
    milestone_at(world, delivery, "planned")
    goods_at(world, delivery, "ordered")
    asking = promise_at(world, "negotiation", title=f"Promise of {word}")
    asking.step(
        "cofinancing_officer",
        waivers.ask_waiver,
        rate=Decimal("0.07"),
        clause="Financial rule 3.12",
        justification=f"As agreed with {word}.",
    )
    amendment_at(promise_at(world, "agreed", title=f"Promise of {word}"), "draft")
    criteria_of(world, themes=["T2c"], note=f"Looked for by {word}")
    _odds_and_ends(world, word, consent_class=chosen, named_donors=named)
    if chosen == "all_donors":
        _examined(world, pending=False)


def _odds_and_ends(world: World, word: str, **consent: Any) -> None:
    """Money put right, a grant number, goods given in kind, a month and cash without a reason."""
    cash = contribution_of(promise_at(world, "received", title=f"Promise of {word}").pledge)
    adjust(world, cash, "refund", amount=Decimal(1_000), source="unallotted")
    referenced(world, cash)
    wanting = request_at(
        world,
        "funding_sought",
        proposals=(replace(IN_KIND, phase=1),),
        content=_content(word),
        **consent,
    )
    gift_at(world, "agreed", wanting)
    month = "2026-01" if word.endswith("shared") else "2026-02"
    month_at(world, month, "certified", now=LATER)
    unidentified_cash(world, Decimal(1_000), bank_reference=word)


def _kept_by_a_state(world: World, word: str) -> None:
    content = {**_content(word), "title": f"A draft of {word}"}
    story = story_at(world, "draft", content=content)
    name = "state.ms_drafter"
    with world.as_(name):
        documents.attach(
            pk=story.pk, actor=world[name], now=story.now, kind="note_verbale", upload=PDF
        )


def _content(word: str) -> dict[str, Any]:
    texts = {name: f"{text} {word}" for name, text in CONTENT.items() if isinstance(text, str)}
    return {**CONTENT, **texts}


def _examined(world: World, *, pending: bool) -> None:
    officer = "cofinancing_officer"
    with world.as_(officer):
        made = examination.open_due_diligence(
            organisation_id=world.organisations["foundation"].pk, actor=world[officer], now=LATER
        )
    if not pending:
        officer = "due_diligence_officer"
        with world.as_(officer):
            examination.clear(pk=made.pk, actor=world[officer], now=LATER, findings="Nothing.")


def _token(gallery: Gallery, name: str, label: str, scopes: str) -> str:
    world = gallery.world
    with speaking_as(world[name]) as now:
        issued = tokens.issue(
            actor=world[name],
            name=label,
            scopes=scopes.split(),
            roles=[],
            networks=[],
            days=366,
            now=now,
        )
    gallery.own_tokens[name] = str(issued.token.pk)
    return issued.secret


def _letters(world: World) -> dict[str, list[str]]:
    """Deliver every message, and return the notices by the name of who got them."""
    with speaking_as(SYSTEM):
        waiting = list(OutboxMessage.objects.filter(delivered_at=None).values_list("pk", flat=True))
    for pk in waiting:
        hand_on(pk)
    found: dict[str, list[str]] = {}
    with speaking_as(SYSTEM):
        for pk, person in Notice.objects.order_by("pk").values_list("pk", "recipient_id"):
            found.setdefault(world.name_of(person), []).append(str(pk))
    return found


def _invite(world: World, word: str) -> None:
    with speaking_as(world["administrator.2"]) as now:
        invitations.invite(
            email=f"{word}@training.example",
            name=f"Somebody of {word}",
            language="en",
            organisation_id=world.organisations["other_donor"].pk,
            roles=["donor_rep"],
            basis="Note verbale 8/2026",
            actor=world["administrator.2"],
            now=now,
        )


def _people(world: World) -> Chapter:
    """Return who belongs to organisations other than the State, the donor and UNODC."""
    outside = ("other_state.", "other_donor.", "foundation.")
    found = Chapter("")
    for name, user in world.users.items():
        if name.startswith(outside):
            found.marks |= {str(user.pk), user.email}
    return found


@contextmanager
def _chapter(gallery: Gallery, name: str) -> Iterator[str]:
    """Note what is made inside."""
    word = f"{WORD}-{name}"
    before = _everything()
    yield word
    after = _everything()
    chapter = Chapter(word, marks={word})
    for model, rows in after.items():
        new = [pk for pk in rows if pk not in before.get(model, {})]
        if new:
            chapter.rows[model] = new
            chapter.marks |= {rows[pk] for pk in new if rows[pk]}
    gallery.chapters[name] = chapter


def _everything() -> dict[type[Model], dict[str, str]]:
    """Return id and reference of every row whose key is a UUID, in the order they came to be.

    Subjects by their first event: a row that is written again moves in its table, an event stays.
    """
    with speaking_as(SYSTEM), connection.cursor() as cursor:
        found = {}
        cursor.execute("SELECT subject_id FROM workflows_event GROUP BY 1 ORDER BY min(ctid)")
        firsts = {str(pk): place for place, (pk,) in enumerate(cursor.fetchall())}
        for model in apps.get_models():
            options = model._meta
            if not isinstance(options.pk, UUIDField) or options.app_label == "reference":
                continue
            names = {one.column for one in options.concrete_fields}
            reference = "coalesce(reference, '')" if "reference" in names else "''"
            cursor.execute(
                f'SELECT {options.pk.column}, {reference} FROM "{options.db_table}" ORDER BY ctid'  # noqa: S608
            )
            rows = [(str(pk), text) for pk, text in cursor.fetchall()]
            found[model] = dict(sorted(rows, key=lambda row: firsts.get(row[0], len(firsts))))
    return found
