"""The pages of the portal, by who they are for."""

from __future__ import annotations

from django.urls import path

from portal import figures, home, public, published
from portal.cases import reading as cases
from portal.cases import taking
from portal.desks import (
    assessing,
    beginning,
    board,
    delivering,
    finance,
    proposing,
    queue,
    relations,
    together,
)
from portal.doors import entering, own, passwords
from portal.giving import account, criteria, in_kind, needs, pledging, receipts
from portal.guide import page as guide
from portal.requests import answering, changes, consent, drafting, papers, practice, reading, saving
from portal.writing import page as writing

app_name = "portal"

urlpatterns = [
    path("", public.front, name="front"),
    path("how-it-works/", public.process, name="process"),
    path("figures/", figures.figures, name="figures"),
    path("overview/", figures.overview, name="overview"),
    path("open-needs/", published.open_needs, name="open_needs"),
    path("results/", published.results, name="results"),
    path("iati/activities.xml", published.iati_activities, name="iati_activities"),
    path("published/<uuid:pk>/", published.published_request, name="published"),
    path("help/", public.guidance, name="guidance"),
    path("accessibility/", public.accessibility, name="accessibility"),
    path("verify/", public.trail, name="trail"),
    path("sign-in/", entering.sign_in, name="sign_in"),
    path("sign-out/", entering.sign_out, name="sign_out"),
    path("language/", own.language, name="language"),
    path("acting/", own.acting, name="acting"),
    path("account/", own.own_profile, name="profile"),
    path("account/password/", passwords.change, name="password"),
    path("password/", passwords.ask, name="password_ask"),
    path("password/asked/", passwords.asked, name="password_asked"),
    path("password/<uuid:person_id>/<str:secret>/", passwords.anew, name="password_anew"),
    path("invitation/<str:secret>/", own.invitation, name="invitation"),
    path("home/", home.home, name="home"),
    path("queue/", queue.queue, name="queue"),
    path("queue/together/", together.together, name="together"),
    path("queue/together/<uuid:pk>/", together.done, name="together_done"),
    path("desks/", board.board, name="desks"),
    path("desks/assessment/", assessing.assessment, name="desk_assessment"),
    path("desks/relationships/", relations.relations, name="desk_relations"),
    path("desks/finance/propose/", proposing.propose, name="propose"),
    path("desks/finance/<str:queue>/", finance.finance, name="desk_finance"),
    path("desks/delivery/", delivering.delivery, name="desk_delivery"),
    path("desks/begin/<str:key>/", beginning.begin, name="begin"),
    path("learn/<str:key>/", guide.learn, name="learn"),
    path("notices/", home.notices, name="notices"),
    path("requests/", reading.requests, name="requests"),
    path("requests/new/", drafting.new, name="request_new"),
    path("requests/practice/", practice.practice, name="practice"),
    path("requests/<uuid:pk>/", reading.request_page, name="request"),
    path("requests/<uuid:pk>/edit/", drafting.edit, name="request_edit"),
    path("requests/<uuid:pk>/edit/<str:key>/", saving.section, name="request_section"),
    path("requests/<uuid:pk>/edit/<str:key>/save/", saving.save, name="request_save"),
    path("requests/<uuid:pk>/changes/", changes.changes, name="request_changes"),
    path("requests/<uuid:pk>/report/", answering.report, name="request_report"),
    path("requests/<uuid:pk>/delivery/", answering.delivery, name="request_delivery"),
    path("requests/<uuid:pk>/documents/", papers.papers, name="request_papers"),
    path("requests/<uuid:pk>/consent/", consent.consent, name="request_consent"),
    path("requests/<uuid:pk>/documents/<uuid:document_id>/", papers.download, name="document"),
    path(
        "requests/<uuid:pk>/documents/<uuid:document_id>/remove/",
        papers.detach,
        name="document_remove",
    ),
    path("needs/", needs.needs, name="needs"),
    path("criteria/", criteria.criteria, name="need_criteria"),
    path("needs/<uuid:pk>/", needs.need, name="need"),
    path("needs/<uuid:pk>/pledge/", pledging.pledge_to_need, name="pledge_to"),
    path("needs/<uuid:pk>/in-kind/", in_kind.give_in_kind, name="need_in_kind"),
    path("pledges/", pledging.pledges, name="pledges"),
    path("pledges/new/", pledging.pledge_freely, name="pledge_new"),
    path("pledges/<uuid:pk>/", pledging.pledge_page, name="pledge"),
    path("pledges/<uuid:pk>/edit/", pledging.pledge_edit, name="pledge_edit"),
    path("pledges/<uuid:pk>/account/", account.account, name="pledge_account"),
    path("pledges/<uuid:pk>/receipts/<uuid:receipt_id>/", receipts.receipt, name="pledge_receipt"),
    path("agreements/<uuid:pk>/file/", receipts.agreement, name="agreement_file"),
    path("amendments/<uuid:pk>/file/", receipts.amendment, name="amendment_file"),
    path("instalments/<uuid:pk>/file/", receipts.evidence, name="evidence_file"),
    path("reports/<uuid:pk>/file/", receipts.report, name="report_file"),
    path("cases/<str:key>/<uuid:pk>/", cases.case, name="case"),
    path("cases/<str:key>/<uuid:pk>/write/<str:name>/", writing.write, name="write"),
    path(
        "cases/<str:key>/<uuid:pk>/write/<str:name>/<str:part>/", writing.write, name="write_part"
    ),
    path("cases/<str:key>/<uuid:pk>/<str:name>/", taking.step, name="step"),
]
