"""The themes, kinds of help, kinds of partner and texts of A/C.3/78/L.3, in our words."""

from __future__ import annotations

from typing import Any, Final

from django.utils.translation import gettext_noop as _

Row = dict[str, Any]

THEMES: Final[tuple[Row, ...]] = tuple(
    {
        "code": code,
        "parent_id": parent or None,
        "paragraph": paragraph,
        "title_en": title,
        "help_en": explanation,
    }
    for code, parent, paragraph, title, explanation in (
        (
            "T1",
            "",
            "OP1",
            _("Comprehensive strategies and action plans"),
            _("National strategies or action plans to reduce reoffending."),
        ),
        (
            "T2",
            "",
            "OP2",
            _("Rehabilitative environment in correctional facilities"),
            _("Life inside that prepares for life outside."),
        ),
        (
            "T2a",
            "T2",
            "OP2",
            _("Individual assessment of needs and risks"),
            _("Finding out what each person needs and which risks there are."),
        ),
        (
            "T2b",
            "T2",
            "OP2",
            _("Treatment programmes"),
            _("Designing effective programmes and carrying them out."),
        ),
        (
            "T2c",
            "T2",
            "OP2",
            _("Vocational and technical training"),
            _("Workshops, trades and certificates that employers accept."),
        ),
        (
            "T2d",
            "T2",
            "OP2",
            _("Education"),
            _("From reading and writing to formal qualifications."),
        ),
        (
            "T3",
            "",
            "OP3",
            _("Use of United Nations standards and norms"),
            _("Where appropriate and in line with domestic legislation."),
        ),
        (
            "T3a",
            "T3",
            "OP3",
            _("Gender perspective in the criminal justice system"),
            _("Laws, institutions and practice that take account of women and men."),
        ),
        (
            "T3b",
            "T3",
            "OP3",
            _("Development of skills in correctional facilities"),
            _("Skills that people need when they are released."),
        ),
        (
            "T3c",
            "T3",
            "OP3",
            _("Working opportunities"),
            _("Work during the sentence and after it."),
        ),
        (
            "T4",
            "",
            "OP4",
            _("Cultural diversity and the rule of law in programmes"),
            _("Programmes that respect cultures, on the ground of the rule of law."),
        ),
        (
            "T5",
            "",
            "OP5",
            _("Rehabilitation in the judicial system"),
            _("Approaches of courts to particular problems, social or of mental health."),
        ),
        (
            "T6",
            "",
            "OP6",
            _("Rehabilitative environment in the community"),
            _(
                "Reintegration with the local community, mindful of the safety of society and of "
                "the rights of victims and offenders."
            ),
        ),
        (
            "T7",
            "",
            "OP7",
            _("Multi-stakeholder partnerships"),
            _("Agencies working together, with employers and volunteers at their side."),
        ),
    )
)

ASSISTANCE_TYPES: Final[tuple[Row, ...]] = tuple(
    {"code": code, "title_en": title, "position": position}
    for position, (code, title) in enumerate(
        (
            ("policy_strategy", _("Policy and strategy")),
            ("legislative", _("Legislation")),
            ("needs_assessment", _("Needs assessment")),
            ("capacity_building", _("Capacity-building")),
            ("mentoring_expert", _("Mentoring and expert advice")),
            ("institutional_support", _("Support to institutions")),
            ("material_support", _("Material support")),
            ("data_research_evaluation", _("Data, research and evaluation")),
            ("awareness_peer_exchange", _("Awareness and exchange among peers")),
            ("other", _("Other assistance")),
        ),
        start=1,
    )
)

PARTNER_TYPES: Final[tuple[Row, ...]] = tuple(
    {"code": code, "title_en": title, "position": position}
    for position, (code, title) in enumerate(
        (
            ("government_agency", _("Government agency")),
            ("local_government", _("Local government")),
            ("employment_service", _("Employment service")),
            ("social_welfare", _("Social welfare service")),
            ("cooperating_employer", _("Cooperating employer")),
            ("community_volunteers", _("Community volunteers")),
            ("civil_society", _("Civil society organization")),
            ("academia", _("University or research institute")),
            ("united_nations", _("United Nations entity")),
            ("other", _("Other partner")),
        ),
        start=1,
    )
)

GROUPS: Final[tuple[Row, ...]] = (
    {
        "code": "LDC",
        "title_en": _("Least developed countries"),
        "source": "List of the Committee for Development Policy.",
    },
    {
        "code": "LLDC",
        "title_en": _("Landlocked developing countries"),
        "source": "M49 table of the United Nations Statistics Division.",
    },
    {
        "code": "SIDS",
        "title_en": _("Small island developing States"),
        "source": "M49 table of the United Nations Statistics Division.",
    },
    {
        "code": "DEVELOPING",
        "title_en": _("Developing countries"),
        "source": (
            "Assumption: the developing regions of the M49 standard as last published. "
            "The United Nations keeps no other list; an administrator may change it."
        ),
    },
)

REOFFENDING: Final = _("Reducing reoffending through rehabilitation and reintegration")

INSTRUMENTS: Final[tuple[Row, ...]] = tuple(
    {"symbol": symbol, "year": year, "kind": kind, "title_en": title}
    for symbol, year, kind, title in (
        (
            "A/RES/70/175",
            2015,
            "standards",
            _(
                "United Nations Standard Minimum Rules for the Treatment of Prisoners "
                "(the Nelson Mandela Rules)"
            ),
        ),
        (
            "A/RES/65/229",
            2010,
            "standards",
            _(
                "United Nations Rules for the Treatment of Women Prisoners and Non-custodial "
                "Measures for Women Offenders (the Bangkok Rules)"
            ),
        ),
        (
            "A/RES/45/110",
            1990,
            "standards",
            _("United Nations Standard Minimum Rules for Non-custodial Measures (the Tokyo Rules)"),
        ),
        (
            "A/RES/76/181",
            2021,
            "declaration",
            _(
                "Kyoto Declaration on Advancing Crime Prevention, Criminal Justice and the Rule "
                "of Law: Towards the Achievement of the 2030 Agenda for Sustainable Development"
            ),
        ),
        ("A/RES/76/182", 2021, "resolution", REOFFENDING),
        ("A/RES/77/232", 2022, "resolution", REOFFENDING),
        ("E/RES/2023/24", 2023, "resolution", REOFFENDING),
        (
            "E/CN.15/2023/13",
            2023,
            "document",
            _(
                "Working paper prepared by the Secretariat on preliminary areas for consideration "
                "by the open-ended intergovernmental expert group"
            ),
        ),
        (
            "A/CONF.234/16",
            2021,
            "document",
            _(
                "Report of the Fourteenth United Nations Congress on Crime Prevention and "
                "Criminal Justice"
            ),
        ),
    )
)
