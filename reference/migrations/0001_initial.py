"""The tables of the room; overlapping stays in a group need btree_gist, which an owner may add."""

import uuid

import django.contrib.postgres.constraints
import django.contrib.postgres.fields.ranges
import django.db.models.deletion
from django.contrib.postgres.operations import BtreeGistExtension
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        BtreeGistExtension(),
        migrations.CreateModel(
            name="AssistanceType",
            fields=[
                ("title_en", models.CharField(max_length=300, verbose_name="title in English")),
                (
                    "code",
                    models.CharField(
                        max_length=40, primary_key=True, serialize=False, verbose_name="code"
                    ),
                ),
                (
                    "position",
                    models.PositiveSmallIntegerField(unique=True, verbose_name="position"),
                ),
            ],
            options={
                "verbose_name": "type of assistance",
                "verbose_name_plural": "types of assistance",
                "ordering": ["position"],
            },
        ),
        migrations.CreateModel(
            name="CountryGroup",
            fields=[
                ("title_en", models.CharField(max_length=300, verbose_name="title in English")),
                (
                    "code",
                    models.CharField(
                        max_length=20, primary_key=True, serialize=False, verbose_name="code"
                    ),
                ),
                ("source", models.TextField(blank=True, verbose_name="source")),
            ],
            options={
                "verbose_name": "group of countries",
                "verbose_name_plural": "groups of countries",
                "ordering": ["code"],
            },
        ),
        migrations.CreateModel(
            name="Instrument",
            fields=[
                ("title_en", models.CharField(max_length=300, verbose_name="title in English")),
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("symbol", models.CharField(max_length=60, unique=True, verbose_name="symbol")),
                ("year", models.PositiveSmallIntegerField(verbose_name="year")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("standards", "Standards and norms"),
                            ("declaration", "Declaration"),
                            ("resolution", "Resolution"),
                            ("document", "Document"),
                        ],
                        max_length=20,
                        verbose_name="kind",
                    ),
                ),
            ],
            options={
                "verbose_name": "instrument",
                "verbose_name_plural": "instruments",
                "ordering": ["-year", "symbol"],
            },
        ),
        migrations.CreateModel(
            name="PartnerType",
            fields=[
                ("title_en", models.CharField(max_length=300, verbose_name="title in English")),
                (
                    "code",
                    models.CharField(
                        max_length=40, primary_key=True, serialize=False, verbose_name="code"
                    ),
                ),
                (
                    "position",
                    models.PositiveSmallIntegerField(unique=True, verbose_name="position"),
                ),
            ],
            options={
                "verbose_name": "type of partner",
                "verbose_name_plural": "types of partner",
                "ordering": ["position"],
            },
        ),
        migrations.CreateModel(
            name="CodelistEntry",
            fields=[
                ("name_en", models.CharField(max_length=500, verbose_name="name in English")),
                (
                    "name_fr",
                    models.CharField(blank=True, max_length=500, verbose_name="name in French"),
                ),
                (
                    "name_es",
                    models.CharField(blank=True, max_length=500, verbose_name="name in Spanish"),
                ),
                (
                    "name_ru",
                    models.CharField(blank=True, max_length=500, verbose_name="name in Russian"),
                ),
                (
                    "name_ar",
                    models.CharField(blank=True, max_length=500, verbose_name="name in Arabic"),
                ),
                (
                    "name_zh",
                    models.CharField(blank=True, max_length=500, verbose_name="name in Chinese"),
                ),
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "codelist",
                    models.CharField(
                        choices=[
                            ("earmarking_category", "Earmarking category (IATI)"),
                            ("earmarking_modality", "Earmarking modality (IATI)"),
                            ("sector", "Sector of five digits (OECD DAC)"),
                            ("sdg_target", "Target of the Sustainable Development Goals"),
                            ("financing_instrument", "Financing instrument (UN Data Standards)"),
                            ("contributor_type", "Type of contributor (UN Data Standards)"),
                        ],
                        max_length=30,
                        verbose_name="list",
                    ),
                ),
                ("code", models.CharField(max_length=20, verbose_name="code")),
                ("category", models.CharField(blank=True, max_length=40, verbose_name="category")),
                ("active", models.BooleanField(default=True, verbose_name="in use")),
            ],
            options={
                "verbose_name": "code of a list",
                "verbose_name_plural": "codes of lists",
                "ordering": ["codelist", "code"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("codelist", "code"), name="one_entry_per_code_of_a_list"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Currency",
            fields=[
                (
                    "code",
                    models.CharField(
                        max_length=3, primary_key=True, serialize=False, verbose_name="code"
                    ),
                ),
                ("numeric", models.CharField(max_length=3, verbose_name="number")),
                (
                    "exponent",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        help_text="Empty: no amounts are kept in it.",
                        null=True,
                        verbose_name="decimals",
                    ),
                ),
                ("name", models.CharField(max_length=100, verbose_name="name")),
                ("active", models.BooleanField(default=True, verbose_name="in use")),
            ],
            options={
                "verbose_name": "currency",
                "verbose_name_plural": "currencies",
                "ordering": ["code"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("code__regex", "^[A-Z]{3}$")),
                        name="currency_code_is_three_capitals",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("exponent__isnull", True), ("exponent__in", [0, 2, 3]), _connector="OR"
                        ),
                        name="currency_has_0_2_or_3_decimals",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Holiday",
            fields=[
                ("title_en", models.CharField(max_length=300, verbose_name="title in English")),
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "duty_station",
                    models.CharField(default="Vienna", max_length=60, verbose_name="duty station"),
                ),
                ("on", models.DateField(verbose_name="day")),
                ("source", models.TextField(verbose_name="source")),
            ],
            options={
                "verbose_name": "official holiday",
                "verbose_name_plural": "official holidays",
                "ordering": ["duty_station", "on"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("duty_station", "on"), name="one_holiday_per_day"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Parameter",
            fields=[
                ("title_en", models.CharField(max_length=300, verbose_name="title in English")),
                (
                    "code",
                    models.CharField(
                        max_length=60, primary_key=True, serialize=False, verbose_name="code"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[("rate", "a share between 0 and 1"), ("count", "a whole number")],
                        max_length=10,
                        verbose_name="kind",
                    ),
                ),
                ("value", models.CharField(max_length=20, verbose_name="value")),
                ("source", models.TextField(verbose_name="source")),
            ],
            options={
                "verbose_name": "parameter",
                "verbose_name_plural": "parameters",
                "ordering": ["code"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("kind", "rate"),
                                ("value__regex", "^(0(\\.[0-9]{1,6})?|1(\\.0{1,6})?)$"),
                            ),
                            models.Q(("kind", "count"), ("value__regex", "^[0-9]{1,5}$")),
                            _connector="OR",
                        ),
                        name="parameter_value_fits_its_kind",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ReferenceCounter",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("prefix", models.CharField(max_length=4, verbose_name="series")),
                ("year", models.PositiveSmallIntegerField(verbose_name="year")),
                ("last", models.PositiveIntegerField(verbose_name="given so far")),
            ],
            options={
                "verbose_name": "counter of references",
                "verbose_name_plural": "counters of references",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("prefix", "year"), name="one_counter_per_series"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Region",
            fields=[
                ("name_en", models.CharField(max_length=500, verbose_name="name in English")),
                (
                    "name_fr",
                    models.CharField(blank=True, max_length=500, verbose_name="name in French"),
                ),
                (
                    "name_es",
                    models.CharField(blank=True, max_length=500, verbose_name="name in Spanish"),
                ),
                (
                    "name_ru",
                    models.CharField(blank=True, max_length=500, verbose_name="name in Russian"),
                ),
                (
                    "name_ar",
                    models.CharField(blank=True, max_length=500, verbose_name="name in Arabic"),
                ),
                (
                    "name_zh",
                    models.CharField(blank=True, max_length=500, verbose_name="name in Chinese"),
                ),
                (
                    "code",
                    models.CharField(
                        max_length=3, primary_key=True, serialize=False, verbose_name="M49 code"
                    ),
                ),
                (
                    "parent",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="children",
                        to="reference.region",
                        verbose_name="parent",
                    ),
                ),
            ],
            options={
                "verbose_name": "region",
                "verbose_name_plural": "regions",
                "ordering": ["code"],
            },
        ),
        migrations.CreateModel(
            name="Country",
            fields=[
                ("name_en", models.CharField(max_length=500, verbose_name="name in English")),
                (
                    "name_fr",
                    models.CharField(blank=True, max_length=500, verbose_name="name in French"),
                ),
                (
                    "name_es",
                    models.CharField(blank=True, max_length=500, verbose_name="name in Spanish"),
                ),
                (
                    "name_ru",
                    models.CharField(blank=True, max_length=500, verbose_name="name in Russian"),
                ),
                (
                    "name_ar",
                    models.CharField(blank=True, max_length=500, verbose_name="name in Arabic"),
                ),
                (
                    "name_zh",
                    models.CharField(blank=True, max_length=500, verbose_name="name in Chinese"),
                ),
                (
                    "code",
                    models.CharField(
                        max_length=3,
                        primary_key=True,
                        serialize=False,
                        verbose_name="code of three letters",
                    ),
                ),
                (
                    "alpha2",
                    models.CharField(max_length=2, unique=True, verbose_name="code of two letters"),
                ),
                ("m49", models.CharField(max_length=3, unique=True, verbose_name="M49 code")),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("member", "Member State"),
                            ("observer", "Observer State"),
                            ("none", "Neither"),
                        ],
                        max_length=10,
                        verbose_name="status",
                    ),
                ),
                (
                    "region",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="countries",
                        to="reference.region",
                        verbose_name="region",
                    ),
                ),
            ],
            options={
                "verbose_name": "country",
                "verbose_name_plural": "countries",
                "ordering": ["name_en"],
            },
        ),
        migrations.CreateModel(
            name="Theme",
            fields=[
                ("title_en", models.CharField(max_length=300, verbose_name="title in English")),
                (
                    "code",
                    models.CharField(
                        max_length=5, primary_key=True, serialize=False, verbose_name="code"
                    ),
                ),
                ("paragraph", models.CharField(max_length=10, verbose_name="paragraph")),
                ("help_en", models.TextField(blank=True, verbose_name="explanation in English")),
                (
                    "parent",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="parts",
                        to="reference.theme",
                        verbose_name="part of",
                    ),
                ),
            ],
            options={
                "verbose_name": "theme",
                "verbose_name_plural": "themes",
                "ordering": ["code"],
            },
        ),
        migrations.CreateModel(
            name="SectorTheme",
            fields=[
                (
                    "sector",
                    models.CharField(
                        max_length=10, primary_key=True, serialize=False, verbose_name="sector"
                    ),
                ),
                ("note", models.TextField(verbose_name="why")),
                (
                    "theme",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="sectors",
                        to="reference.theme",
                        verbose_name="theme",
                    ),
                ),
            ],
            options={
                "verbose_name": "theme of a sector",
                "verbose_name_plural": "themes of sectors",
                "ordering": ["sector"],
            },
        ),
        migrations.CreateModel(
            name="ExchangeRate",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("effective_on", models.DateField(verbose_name="effective on")),
                (
                    "units_per_usd",
                    models.DecimalField(
                        decimal_places=8, max_digits=20, verbose_name="units per US dollar"
                    ),
                ),
                (
                    "source",
                    models.CharField(
                        default="un-operational", max_length=50, verbose_name="source"
                    ),
                ),
                ("loaded_at", models.DateTimeField(verbose_name="loaded at")),
                (
                    "currency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="rates",
                        to="reference.currency",
                        verbose_name="currency",
                    ),
                ),
            ],
            options={
                "verbose_name": "rate of exchange",
                "verbose_name_plural": "rates of exchange",
                "ordering": ["-effective_on", "currency"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("currency", "effective_on", "source"),
                        name="one_rate_per_currency_day_and_source",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("units_per_usd__gt", 0)), name="rate_is_positive"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("currency", "USD"), _negated=True),
                            ("units_per_usd", 1),
                            _connector="OR",
                        ),
                        name="a_dollar_is_a_dollar",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="GroupMembership",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "valid_from",
                    models.DateField(
                        blank=True,
                        help_text="Empty: since before our records.",
                        null=True,
                        verbose_name="member from",
                    ),
                ),
                (
                    "valid_to",
                    models.DateField(
                        blank=True,
                        help_text="The first day outside the group.",
                        null=True,
                        verbose_name="member until",
                    ),
                ),
                ("source", models.TextField(blank=True, verbose_name="source")),
                (
                    "country",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="memberships",
                        to="reference.country",
                        verbose_name="country",
                    ),
                ),
                (
                    "group",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="memberships",
                        to="reference.countrygroup",
                        verbose_name="group",
                    ),
                ),
            ],
            options={
                "verbose_name": "membership of a group",
                "verbose_name_plural": "memberships of groups",
                "ordering": ["group", "country", "valid_from"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("valid_from__isnull", True),
                            ("valid_to__isnull", True),
                            ("valid_to__gt", models.F("valid_from")),
                            _connector="OR",
                        ),
                        name="membership_ends_after_it_starts",
                    ),
                    django.contrib.postgres.constraints.ExclusionConstraint(
                        expressions=[
                            ("country", "="),
                            ("group", "="),
                            (
                                models.Func(
                                    "valid_from",
                                    "valid_to",
                                    models.Value("[)"),
                                    function="daterange",
                                    output_field=django.contrib.postgres.fields.ranges.DateRangeField(),
                                ),
                                "&&",
                            ),
                        ],
                        name="membership_stays_do_not_overlap",
                    ),
                ],
            },
        ),
        migrations.AddConstraint(
            model_name="country",
            constraint=models.CheckConstraint(
                condition=models.Q(("code__regex", "^[A-Z]{3}$")),
                name="country_code_is_three_capitals",
            ),
        ),
        migrations.AddConstraint(
            model_name="country",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("name_en", ""),
                    ("name_fr", ""),
                    ("name_es", ""),
                    ("name_ru", ""),
                    ("name_ar", ""),
                    ("name_zh", ""),
                    _connector="OR",
                    _negated=True,
                ),
                name="country_is_named_in_six_languages",
            ),
        ),
    ]
