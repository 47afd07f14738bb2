"""The one password of the training: made from this installation's secret, so known nowhere else."""

from __future__ import annotations

from textwrap import wrap

from django.utils.crypto import salted_hmac

LENGTH = 12


def training_password() -> str:
    """Return the password, readable aloud in groups of four."""
    digest = salted_hmac("tara.training", "password", algorithm="sha256").hexdigest()
    return "-".join(["train", *wrap(digest[:LENGTH], 4)])
