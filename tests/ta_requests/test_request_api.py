"""Requests over HTTP: what each reader gets, what each writer may do, and every refusal's code."""

from __future__ import annotations

from decimal import Decimal
from uuid import uuid4

import pytest
from django.test.client import MULTIPART_CONTENT, encode_multipart

from ta_requests.api.request_details import SHOWN
from ta_requests.api.request_rows import SHOWN_TO_DONORS
from ta_requests.models import Circulation
from tests.factories.requests import CONTENT, PDF, again, cover, draft, request_at, story_at
from tests.http import Api

REQUESTS = "/api/v1/requests/"
SECRET = ("domestic_law_note", "consent_class", "named_donors", "position", "priority_score")


def path(request, *parts):
    return f"{REQUESTS}{request.pk}/" + "".join(f"{part}/" for part in parts)


def upload(api, request, *, name="note.pdf", content=PDF.content, kind="note_verbale", version):
    boundary = "BoUnDaRy"
    file = f'--{boundary}\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n\r\n'
    rest = f'\r\n--{boundary}\r\nContent-Disposition: form-data; name="kind"\r\n\r\n{kind}'
    body = file.encode() + content + f"{rest}\r\n--{boundary}--\r\n".encode()
    return api.send(
        "POST",
        path(request, "documents"),
        body=body,
        headers={"If-Match": f'"{version}"'},
        content_type=f"multipart/form-data; boundary={boundary}",
    )


def test_a_mission_drafts_attaches_and_files(world):
    drafter, authority = (Api.of(world, f"state.{r}") for r in ("ms_drafter", "ms_authority"))

    begun = drafter.post(REQUESTS, {"title": "Workshops"})
    assert (begun.status, begun.json["state"], begun.json["country"]) == (201, "draft", "MDG")
    here = begun.headers["Location"]
    early = authority.post(f"{here}submit/", version=begun.etag)
    assert (early.status, early.code) == (409, "guard_failed")
    assert {"needs_missing", "note_verbale_missing"} <= {r["code"] for r in early.json["reasons"]}
    content = {name: value for name, value in CONTENT.items() if name != "title"}
    written = drafter.patch(here, content, version=begun.etag)
    assert (written.status, written.json["items"][0]["unit"]) == (200, "piece")
    signed = authority.post(f"{here}countersign/", version=written.etag)
    filed = authority.post(f"{here}submit/", version=signed.etag)

    assert (filed.status, filed.json["state"]) == (200, "submitted")
    assert authority.get(f"{here}versions/").json[0]["country_status"]["LDC"] is True
    assert [one["name"] for one in authority.get(f"{here}events/").json["items"]] == [
        "create",
        "countersign",
        "submit",
    ]


def test_an_officer_transcribes_for_a_state(world):
    officer = Api.of(world, "programme_officer")
    state = str(world.organisations["state"].pk)

    begun = officer.post(REQUESTS, {"title": "On paper", "organisation": state})

    assert (begun.status, begun.json["channel"], begun.json["organisation"]) == (
        201,
        "paper",
        state,
    )
    assert officer.post(REQUESTS, {"title": "Ours"}).code == "not_allowed"
    unknown = officer.post(REQUESTS, {"title": "Whose", "organisation": str(uuid4())})
    assert (unknown.status, unknown.code) == (422, "no_such_state")


@pytest.mark.parametrize(
    "body",
    [
        {"title": ""},
        {"title": "x" * 301},
        {"title": "T", "state": "funded"},
        {"title": "T", "themes": "T1"},
        {"title": "T", "themes": ["T99"]},
        {"title": "T", "items": [{"description": "Bed", "quantity": "-1", "unit": "p"}]},
        {"title": "T", "items": [{"description": "Bed", "quantity": "0", "unit": "p"}]},
        {"title": "T", "items": [{"description": "Bed", "quantity": 10**14, "unit": "p"}]},
        {"title": "T", "needs": {"a": 1}},
        {},
        [],
    ],
)
def test_a_draft_that_cannot_be_accepted(world, body):
    answer = Api.of(world, "state.ms_drafter").post(REQUESTS, body)

    assert answer.status == 422
    assert answer.code


def test_versions_guard_every_change(world):
    request = draft(world)
    api = Api.of(world, "state.ms_drafter")

    assert api.patch(path(request), {"title": "No tag"}).status == 428
    assert api.patch(path(request), {"title": "Stale"}, version=7).status == 412
    assert api.patch(path(request), {"title": "Good"}, version=request.version).status == 200
    assert api.get(path(request), If_None_Match='"2"').status == 304


def test_documents_travel_and_stay_private(world):
    request = draft(world)
    drafter = Api.of(world, "state.ms_drafter")

    made = upload(drafter, request, version=1)
    assert (made.status, made.etag) == (201, '"2"')
    assert drafter.get(path(request, "documents")).json == [made.json]
    taken = drafter.get(made.headers["Location"])
    assert taken.content == PDF.content
    assert taken.headers["Content-Disposition"] == 'attachment; filename="note.pdf"'
    assert taken.headers["X-Content-Type-Options"] == "nosniff"
    for name in ("other_state.ms_drafter", "donor.donor_rep", "administrator"):
        assert Api.of(world, name).get(made.headers["Location"]).status == 404
    assert upload(drafter, request, version=1).status == 412
    assert upload(drafter, request, version=2, name="a.exe").code == "file_type"
    assert upload(drafter, request, version=2, kind="secret").status == 422

    gone = drafter.send("DELETE", made.headers["Location"], headers={"If-Match": '"2"'})
    assert (gone.status, gone.etag) == (204, '"3"')
    assert drafter.get(made.headers["Location"]).status == 404


def test_a_multipart_body_without_a_file_is_refused(world):
    request = draft(world)
    body = encode_multipart("BoUnDaRyStRiNg", {"kind": "supporting"})

    answer = Api.of(world, "state.ms_drafter").send(
        "POST",
        path(request, "documents"),
        body=body,
        headers={"If-Match": '"1"'},
        content_type=MULTIPART_CONTENT,
    )

    assert answer.status == 422


@pytest.fixture
def shown(world):
    story = story_at(world, "funding_sought")
    cover(world, story.request, now=story.now, share=Decimal("0.5"))
    return story.request


def test_a_donor_reads_what_was_consented_to_and_nothing_else(world, shown):
    donor = Api.of(world, "donor.donor_rep")

    row = donor.get(REQUESTS).json["items"][0]
    detail = donor.get(path(shown)).json

    assert {name for name, value in row.items() if value is not None} == SHOWN_TO_DONORS
    assert row["themes"] == ["T2c", "T3b"]
    assert row["budget_usd"] == "100000.000"
    assert set(detail) == set(SHOWN)
    assert detail["components"][0]["title"] == "Carpentry workshops in three prisons"
    for part in ("versions", "clarifications", "documents", "turns"):
        assert donor.get(path(shown, part)).json == []
    assert donor.get(path(shown, "events")).json["items"] == []
    assert donor.get("/api/v1/circulations/").json["items"] == []
    assert donor.get(f"{path(shown)}?fields=position").status == 400


def test_its_state_and_unodc_read_it_in_full(world, shown):
    for name in ("state.ms_drafter", "section_chief", "auditor"):
        api = Api.of(world, name)
        detail = api.get(path(shown)).json
        assert set(SECRET) <= set(detail)
        assert detail["position"]["released_usd"] == "50000.000"
        assert api.get(REQUESTS).json["items"][0]["consent_class"] == "all_donors"
        for part in ("versions", "documents", "turns"):
            assert api.get(path(shown, part)).json
        assert api.get(f"/api/v1/circulations/?request={shown.pk}").json["items"]


def test_without_consent_it_is_unknown_to_donors(world):
    request = request_at(world, "assessed")
    donor = Api.of(world, "donor.donor_rep")

    assert donor.get(REQUESTS).json == {"items": [], "next": None}
    foreign, unknown = donor.get(path(request)), donor.get(f"{REQUESTS}{uuid4()}/")
    assert (foreign.status, foreign.json) == (unknown.status, unknown.json)
    for part in ("versions", "documents", "clarifications", "turns", "events", "transitions"):
        assert donor.get(path(request, part)).status == 404
    assert Api().get(REQUESTS).status == 401


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("state=funding_sought", 1),
        ("state=draft&state=funding_sought", 1),
        ("state=draft", 0),
        ("country=MDG", 1),
        ("country=JOR", 0),
        ("region=202", 1),
        ("region=001", 1),
        ("region=142", 0),
        ("theme=T2", 1),
        ("theme=T2c", 1),
        ("theme=T4", 0),
        ("type=capacity_building", 1),
        ("type=other", 0),
        ("court=donors", 1),
        ("court=state", 0),
        ("updated_from=2020-01-01T00:00:00Z", 1),
        ("updated_until=2020-01-01T00:00:00Z", 0),
        ("q=carpentry%20masonry", 1),
        ("q=penitentiary", 0),
    ],
)
def test_the_list_is_narrowed(world, shown, query, found):
    for name in ("donor.donor_rep", "section_chief"):
        answer = Api.of(world, name).get(f"{REQUESTS}?{query}&fields=id,title")
        assert answer.status == 200, answer.content
        assert len(answer.json["items"]) == found
        assert all(set(row) == {"id", "title"} for row in answer.json["items"])


def test_steps_are_taken_and_rehearsed(world):
    request = request_at(world, "submitted")
    officer = Api.of(world, "programme_officer")
    step = path(request, "acknowledge")

    shown = officer.send("POST", f"{step}?dry_run=true", body={"authenticity_confirmed": True})
    assert (shown.status, shown.json["state"]) == (200, "acknowledged")
    assert again(world, request.pk).state == "submitted"
    assert officer.post(step, version=request.version).code == "authenticity_unconfirmed"
    wrong = Api.of(world, "state.ms_authority").post(step, version=request.version)
    assert (wrong.status, wrong.code) == (403, "not_allowed")
    assert officer.post(path(request, "fund"), version=request.version).status == 404

    taken = officer.post(step, {"authenticity_confirmed": True}, version=request.version)

    assert (taken.status, taken.json["state"]) == (200, "acknowledged")
    again_taken = officer.post(step, {"authenticity_confirmed": True}, version=taken.etag)
    assert (again_taken.status, again_taken.code) == (409, "state_moved")


def test_the_inputs_reach_their_guards(world):
    request = request_at(world, "acknowledged")
    chief = Api.of(world, "section_chief")

    declined = chief.post(path(request, "decline"), {"reason": "No."}, version=request.version)
    assert (declined.status, declined.code) == (409, "reason_code_missing")
    odd = chief.post(path(request, "decline"), {"reason_code": "mood"}, version=request.version)
    assert odd.status == 422
    begun = chief.post(
        path(request, "begin_assessment"),
        {"lead_assessor_id": str(world["assessor"].person_id)},
        version=request.version,
    )
    assert begun.json["state"] == "needs_assessment"


def test_a_state_objects_to_a_circulation(world):
    request = request_at(world, "noticed")
    with world.as_("auditor"):
        notice = Circulation.objects.get(request=request)
    here = f"/api/v1/circulations/{notice.pk}/"
    authority = Api.of(world, "state.ms_authority")

    assert authority.get(here).json["reference"] == request.reference
    assert Api.of(world, "donor.donor_rep").get(here).status == 404
    assert authority.post(f"{here}object/", version=1).code == "reason_required"
    assert authority.post(f"{here}object/", {"reason": "No."}, version=1).status == 200
    assert again(world, request.pk).state == "assessed"


def test_what_could_happen_next_names_roles_and_reasons(world):
    request = draft(world)

    moves = {
        move["name"]: move
        for move in Api.of(world, "state.ms_authority").get(path(request, "transitions")).json
    }

    assert "needs_missing" not in {reason["code"] for reason in moves["submit"]["reasons"]}
    assert moves["submit"]["roles"] == ["ms_authority"]
    assert moves["withdraw"]["allowed"]
    assert moves["fund"]["href"] is None


def test_the_list_costs_the_same_however_long(world, django_assert_max_num_queries):
    for _ in range(3):
        request_at(world, "submitted")
    api = Api.of(world, "section_chief")
    api.get(REQUESTS)

    with django_assert_max_num_queries(12):
        assert len(api.get(REQUESTS).json["items"]) == 3
