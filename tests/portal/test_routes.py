"""No page of the portal is left out of the tests, and none takes a method it does not need."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.urls import reverse

from portal.doors.urls import urlpatterns as door
from portal.urls import urlpatterns

HERE = Path(__file__).parent
NAMES = sorted(str(route.name) for route in (*urlpatterns, *door))
OF_THE_DOOR = {str(route.name) for route in door}
ID = "11111111-1111-1111-1111-111111111111"
ARGUMENTS: dict[str, list[str | int]] = {
    "request": [ID],
    "request_edit": [ID],
    "request_section": [ID, "needs"],
    "request_save": [ID, "needs"],
    "request_papers": [ID],
    "request_consent": [ID],
    "request_changes": [ID],
    "request_report": [ID],
    "request_delivery": [ID],
    "document": [ID, ID],
    "document_remove": [ID, ID],
    "need": [ID],
    "pledge_to": [ID],
    "need_in_kind": [ID],
    "pledge": [ID],
    "pledge_edit": [ID],
    "pledge_account": [ID],
    "pledge_receipt": [ID, ID],
    "agreement_file": [ID],
    "amendment_file": [ID],
    "evidence_file": [ID],
    "report_file": [ID],
    "case": ["delivery", ID],
    "step": ["request", ID, "submit"],
    "write": ["assessment", ID, "write_report"],
    "write_part": ["assessment", ID, "score_area", "courts"],
    "desk_finance": ["nothing"],
    "begin": ["nothing"],
    "learn": ["nothing"],
    "together_done": [ID],
    "invitation": ["made-up"],
    "published": [ID],
    "password_anew": [ID, "made-up"],
    "mfa_remove_webauthn": [1],
    "openid_connect_login": ["made-up"],
    "openid_connect_callback": ["made-up"],
}
PUBLIC = {
    *("front", "process", "trail", "sign_in", "language", "sign_out", "invitation"),
    *("password_ask", "password_asked", "password_anew", "account_login", "account_logout"),
    *("mfa_login_webauthn", "openid_connect_login", "openid_connect_callback"),
}
PUBLIC |= {"figures", "open_needs", "results", "published", "guidance", "accessibility"}
PUBLIC |= {"iati_activities"}


def address(name):
    prefix = "" if name in OF_THE_DOOR else "portal:"
    return reverse(f"{prefix}{name}", args=ARGUMENTS.get(name, []))


@pytest.mark.parametrize("name", NAMES)
def test_each_route_is_named_in_a_test(name):
    others = (path for path in HERE.rglob("*.py") if path != Path(__file__))
    told = "".join(path.read_text() for path in others)

    assert re.search(rf'["\'](portal:)?{name}["\']', told)


def test_strangers_see_nothing_behind_the_door(world, enter):
    for name in sorted(set(NAMES) - PUBLIC):
        for method in ("get", "post"):
            answer = getattr(enter(), method)(address(name))

            assert answer.status_code in {302, 401, 405}, name
            if answer.status_code == 302:
                assert answer.url.startswith("/sign-in/"), name


def test_no_route_takes_a_method_it_does_not_need(world, enter):
    client = enter("auditor")
    for name in NAMES:
        for method in ("put", "patch", "delete"):
            assert getattr(client, method)(address(name)).status_code in {404, 405}, name


def test_every_form_refuses_what_another_site_sends(world, enter):
    client = enter("section_chief", enforce_csrf_checks=True)
    for name in NAMES:
        answer = client.post(address(name), {})

        assert answer.status_code in {403, 405}, name
        assert "<h1" in answer.content.decode() or answer.status_code == 405, name


@pytest.mark.parametrize(
    "who", ["state.ms_authority", "donor.donor_rep", "section_chief", "administrator"]
)
def test_a_case_nobody_knows_is_the_same_nothing_to_everybody(world, enter, who):
    client = enter(who)
    for name in sorted(set(ARGUMENTS) - OF_THE_DOOR):  # which leads on, or asks for a proof first
        assert client.get(address(name)).status_code in {404, 405}, name
