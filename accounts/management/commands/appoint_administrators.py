"""Appoint the first administrators, who then invite everybody else."""

from __future__ import annotations

import secrets
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from accounts.services.appointing import FEWEST, appoint
from common.clock import database_now
from workflows.actors import SYSTEM
from workflows.principal import speaking_as


class Command(BaseCommand):
    """The operator's act: at least two, because every grant needs two."""

    help = "Appoint administrators by address; prints a password for each new person, once."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take addresses."""
        parser.add_argument("addresses", nargs="+", metavar="address")

    def handle(self, *args: Any, **options: Any) -> None:
        """Make the people and their grants, and say how they get in."""
        addresses = sorted({address.lower() for address in options["addresses"]})
        passwords = {address: secrets.token_urlsafe(18) for address in addresses}
        with speaking_as(SYSTEM):
            now = database_now()
            try:
                appointed = appoint(passwords, now=now)
            except ValueError as problem:
                raise CommandError(str(problem)) from None
        for address in addresses:
            told = passwords[address] if address in appointed else "(keeps the present password)"
            self.stdout.write(f"{address}\t{told}")
        self.stdout.write(f"{len(addresses)} administrators; at least {FEWEST} are needed.")
