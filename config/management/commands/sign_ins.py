"""Say who may sign in to the training, on this machine only."""

from __future__ import annotations

import time
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from config.training import sign_ins
from config.training.seeding import TrainingRefused


class Command(BaseCommand):
    """Print one sign-in per role."""

    help = "Print the roles, addresses, password, present code and page of the training's people."

    def handle(self, *args: Any, **options: Any) -> None:
        """Print a table."""
        try:
            rows = list(sign_ins.table())
        except TrainingRefused as problem:
            raise CommandError(str(problem)) from None
        now = time.time()
        width = max(len(role) for role, _ in rows)
        wide = max(len(address) for _, address in rows)
        word = sign_ins.password()
        head = f"{'role':<{width}}  {'email':<{wide}}  {'password':<{len(word)}}  code    path"
        self.stdout.write(head)
        for role, address in rows:
            code = sign_ins.code(address, at=now)
            line = f"{role:<{width}}  {address:<{wide}}  {word}  {code:<6}  {sign_ins.door()}"
            self.stdout.write(line)
        self.stdout.write(f"\nOther States and donors likewise: {sign_ins.others()}")
        self.stdout.write(
            "Staff are asked for a code that changes every half minute: the page shows it,"
            " `make sign-ins` prints it again,"
            f"\nand an authenticator app makes it from the key {sign_ins.key()}"
        )
