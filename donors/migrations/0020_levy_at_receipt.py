"""The coordination levy is set aside as cash comes; several may wait for a decision."""

from decimal import Decimal

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0005_door_walls"),
        ("donors", "0019_goods_received"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="adjustment",
            name="one_open_adjustment_of_a_kind",
        ),
        migrations.AlterField(
            model_name="accountbalance",
            name="account",
            field=models.CharField(
                choices=[
                    ("receivable", "Receivable"),
                    ("income", "Income agreed, not yet here"),
                    ("goods_in_kind", "Goods promised"),
                    ("goods_received", "Goods received"),
                    ("in_kind", "Contributions in kind"),
                    ("cash", "Cash"),
                    ("disbursed", "Disbursed"),
                    ("bank_charges", "Bank charges"),
                    ("unapplied", "Unapplied cash"),
                    ("unallotted", "Unallotted"),
                    ("certified", "Certified"),
                    ("allotted", "Allotted"),
                    ("psc", "Support cost set aside"),
                    ("obligated", "Obligated"),
                    ("spent", "Spent"),
                    ("psc_earned", "Support cost booked"),
                    ("levy_due", "Coordination levy set aside"),
                    ("levy", "Coordination levy"),
                    ("refundable", "Refundable"),
                    ("exchange_difference", "Exchange difference"),
                ],
                max_length=30,
                verbose_name="account",
            ),
        ),
        migrations.AlterField(
            model_name="contribution",
            name="levied",
            field=models.DecimalField(
                decimal_places=3,
                default=Decimal(0),
                max_digits=20,
                verbose_name="coordination levy, charged or set aside",
            ),
        ),
        migrations.AlterField(
            model_name="journal",
            name="kind",
            field=models.CharField(
                choices=[
                    ("agree", "Agreement"),
                    ("amend", "Amendment"),
                    ("agree_in_kind", "Agreement in kind"),
                    ("receive_in_kind", "Goods received"),
                    ("end_in_kind", "Goods no longer expected"),
                    ("receive", "Receipt"),
                    ("receive_unidentified", "Unidentified receipt"),
                    ("identify", "Receipt identified"),
                    ("propose", "Allotment proposed"),
                    ("certify", "Allotment certified"),
                    ("reject", "Allotment rejected"),
                    ("release", "Allotment released"),
                    ("certify_reversal", "Reversal certified"),
                    ("refuse_reversal", "Reversal refused"),
                    ("reverse", "Allotment reversed"),
                    ("reduce", "Allotment reduced"),
                    ("obligate", "Obligation"),
                    ("deobligate", "Obligation cancelled"),
                    ("spend", "Expenditure"),
                    ("close", "Closing"),
                    ("write_down", "Write-down"),
                    ("apply", "Unapplied cash applied"),
                    ("ask_refund", "Refund entered"),
                    ("refund", "Refund"),
                    ("reprogramme", "Reprogramming"),
                    ("ask_levy", "Coordination levy entered"),
                    ("free_levy", "Coordination levy refused"),
                    ("levy", "Coordination levy"),
                    ("revalue", "Revaluation"),
                    ("refuse", "Refused"),
                ],
                max_length=30,
                verbose_name="kind",
            ),
        ),
        migrations.AlterField(
            model_name="journalline",
            name="account",
            field=models.CharField(
                choices=[
                    ("receivable", "Receivable"),
                    ("income", "Income agreed, not yet here"),
                    ("goods_in_kind", "Goods promised"),
                    ("goods_received", "Goods received"),
                    ("in_kind", "Contributions in kind"),
                    ("cash", "Cash"),
                    ("disbursed", "Disbursed"),
                    ("bank_charges", "Bank charges"),
                    ("unapplied", "Unapplied cash"),
                    ("unallotted", "Unallotted"),
                    ("certified", "Certified"),
                    ("allotted", "Allotted"),
                    ("psc", "Support cost set aside"),
                    ("obligated", "Obligated"),
                    ("spent", "Spent"),
                    ("psc_earned", "Support cost booked"),
                    ("levy_due", "Coordination levy set aside"),
                    ("levy", "Coordination levy"),
                    ("refundable", "Refundable"),
                    ("exchange_difference", "Exchange difference"),
                ],
                max_length=30,
                verbose_name="account",
            ),
        ),
        migrations.AddConstraint(
            model_name="adjustment",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "entered"), models.Q(("kind", "levy"), _negated=True)),
                fields=("contribution", "kind"),
                name="one_open_adjustment_of_a_kind",
            ),
        ),
    ]
