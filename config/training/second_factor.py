"""The second factor of the training's staff: one key for all, made from our own secret."""

from __future__ import annotations

import base64
import hashlib
import hmac
import struct
import time
from typing import Final
from urllib.parse import urlsplit

from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.http import HttpRequest
from django.utils.crypto import salted_hmac

from accounts.models import User
from config.training.roster import ADMINISTRATORS, address, staff
from config.training.this_machine import answers_itself_alone, is_loopback
from workflows.actors import SYSTEM
from workflows.principal import speaking_as

STEP_SECONDS: Final = 30
LENGTH: Final = 20
DIGITS: Final = 6
LOCAL: Final = "local"


def training_key() -> str:
    """Return the key in base32, as an authenticator app takes it."""
    digest = salted_hmac("tara.training", "second factor", algorithm="sha256").digest()
    return base64.b32encode(digest[:LENGTH]).decode()


def code_at(key: str, moment: float) -> str:
    """Return the code of a key at a moment in seconds (RFC 6238, SHA-1, six digits)."""
    counter = struct.pack(">Q", int(moment) // STEP_SECONDS)
    mac = hmac.new(base64.b32decode(key), counter, hashlib.sha1).digest()
    start = mac[-1] & 0x0F
    (number,) = struct.unpack(">I", mac[start : start + 4])
    return f"{(number & 0x7FFFFFFF) % 10**DIGITS:0{DIGITS}}"


def who_has_one() -> set[str]:
    """Return the addresses of everyone at UNODC; States and donors sign in without."""
    return {address(name) for name in (*ADMINISTRATORS, *(name for name, _role in staff()))}


def give_factors() -> None:
    """Set up the app of everyone who has none yet; safe to repeat."""
    data = {"secret": get_adapter().encrypt(training_key())}
    kind = Authenticator.Type.TOTP
    with speaking_as(SYSTEM):
        without = User.objects.filter(email__in=who_has_one()).exclude(authenticator__type=kind)
        Authenticator.objects.bulk_create(
            [Authenticator(user=person, type=kind, data=data) for person in without]
        )


def code_for(request: HttpRequest, person: User) -> str:
    """Return the code a training person may type now; "" off this machine and for real people."""
    here = (
        settings.TARA_MODE == LOCAL
        and answers_itself_alone()
        and is_loopback(request.META.get("REMOTE_ADDR", ""))
        and is_loopback(urlsplit(f"//{request.get_host()}").hostname or "")
    )
    known = here and person.email in who_has_one()
    return code_at(training_key(), time.time()) if known else ""
