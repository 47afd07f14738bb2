"""Goods that came stand on their own account; what is refused or ends is booked as well."""

from django.db import migrations, models

BOOKED = """
CREATE OR REPLACE FUNCTION donors_changes_promises(subject_type text, name text) RETURNS boolean
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT (subject_type = 'amendment' AND name = 'accept')
        OR (subject_type = 'in_kind' AND name IN ({names}))
$$;
"""
FORMER = "'accept', 'confirm', 'confirm_part'"
ALL = f"{FORMER}, 'return_report', 'end'"


class Migration(migrations.Migration):
    dependencies = [
        ("donors", "0018_revenue_walls"),
    ]

    operations = [
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
                    ("levy", "Coordination levy"),
                    ("refundable", "Refundable"),
                    ("exchange_difference", "Exchange difference"),
                ],
                max_length=30,
                verbose_name="account",
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
                    ("levy", "Coordination levy"),
                    ("refundable", "Refundable"),
                    ("exchange_difference", "Exchange difference"),
                ],
                max_length=30,
                verbose_name="account",
            ),
        ),
        migrations.RunSQL(BOOKED.format(names=ALL), reverse_sql=BOOKED.format(names=FORMER)),
    ]
