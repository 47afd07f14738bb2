"""The page of docs that says who may enter what, generated from what the rooms declare."""

from __future__ import annotations

from web.entries import every_entry
from workflows.moves import Policy


def entered_page() -> str:
    """Return the part of docs/permissions.md on entries: for each, which role may enter it."""
    found = [(model._meta.verbose_name, one) for model, one in every_entry()]
    roles = sorted({role for _kind, one in found for role in one.by.roles})
    lines = [
        "\n\n# Who may enter what\n",
        "Forms of the admin, taken by the services the API calls; so are the portal's.\n",
        "| page | entry | " + " | ".join(roles) + " |",
        "|---" * (len(roles) + 2) + "|",
    ]
    for kind, one in found:
        cells = " | ".join(_mark(role, one.by) for role in roles)
        lines.append(f"| {kind} | `{one.name}` | {cells} |")
    return "\n".join(lines) + "\n"


def _mark(role: str, by: Policy) -> str:
    return "yes" if role in by.roles else ""
