"""Passwords: strong enough, changed by their owner, set anew through a letter."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from django.contrib.auth.password_validation import validate_password
from django.contrib.auth.tokens import default_token_generator
from django.core.exceptions import ValidationError
from django.db import connection
from django.utils.translation import gettext_lazy as _

from accounts.models import PasswordReset, User
from accounts.services.announcing import announce, tell_owner
from common.errors import Invalid, NotFound, Reason
from workflows.actors import PUBLIC, SYSTEM, Actor
from workflows.principal import speaking_as

SUBJECT_TYPE: Final = "password_reset"
A_MOMENT: Final = timedelta(minutes=1)
"""A letter that was asked for since, and waits to be sent, is not asked for again."""


def check_strength(password: str, person: User) -> None:
    """Refuse a password that is too weak for this person.

    Raises:
        Invalid: one reason per rule it breaks.
    """
    try:
        validate_password(password, person)
    except ValidationError as problem:
        reasons = [
            Reason(error.code or "password_weak", " ".join(error.messages), "password")
            for error in problem.error_list
        ]
        raise Invalid(reasons=reasons) from None


def change(*, person: User, former: str, password: str, actor: Actor, now: datetime) -> None:
    """Change one's own password; every other session of the person ends with the former one.

    Raises:
        Invalid: the former password is wrong, or the new one too weak.
    """
    if not person.check_password(former):
        sentence = _("This is not the password the account has now.")
        raise Invalid(reasons=[Reason("password_wrong", sentence, "former")])
    check_strength(password, person)
    person.set_password(password)
    person.save(update_fields=["password"])
    tell_owner(person.pk, "change_password", actor=actor, now=now)


def ask_anew(*, email: str, now: datetime) -> None:
    """Have a letter sent to an address, should an active person have it; done alike for all.

    Whoever clicks twice waits for one letter.
    """
    address = email.strip().lower()
    with speaking_as(SYSTEM):
        _one_at_a_time(address)
        if PasswordReset.objects.filter(email=address, asked_at__gt=now - A_MOMENT).exists():
            return
        asked = PasswordReset.objects.create(email=address, asked_at=now)
        announce(subject_type=SUBJECT_TYPE, subject_id=asked.pk, name="ask", actor=PUBLIC, now=now)


def _one_at_a_time(address: str) -> None:
    """Wait until whoever asks for the same address is done."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"anew:{address}"])


def secret_of(person: User) -> str:
    """Return the secret of a letter; it dies with the password, a sign-in, or in an hour."""
    return default_token_generator.make_token(person)


def owner_of(person_id: UUID, secret: str) -> User:
    """Return the active person a letter was sent to.

    Raises:
        NotFound: unknown, closed, used or too old: all look the same.
    """
    with speaking_as(SYSTEM):
        person = User.objects.filter(pk=person_id, is_active=True).first()
        if person is None or not default_token_generator.check_token(person, secret):
            raise NotFound
    return person


def set_anew(*, person_id: UUID, secret: str, password: str, now: datetime) -> None:
    """Give a person the password they chose; a second factor is still asked for at the door.

    Raises:
        NotFound, Invalid (too weak).
    """
    person = owner_of(person_id, secret)
    check_strength(password, person)
    with speaking_as(SYSTEM):
        person.set_password(password)
        person.save(update_fields=["password"])
    tell_owner(person.pk, "reset_password", actor=Actor(person_id=person.pk), now=now)
