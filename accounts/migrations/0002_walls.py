"""Row-level security for people and organisations."""

from django.db import migrations

from workflows.sight import ask, lend_sight, secure

PEOPLE = "(SELECT tara_scope('staff', 'auditor', 'administrator', 'system'))"
KEEPS_PEOPLE = "(SELECT tara_scope('administrator', 'system'))"
COLLEAGUES = ask(
    "tara_is_colleague", "accounts_membership", "user_id = wanted AND organisation_id = tara_org()"
)
COLLEAGUE = "tara_is_colleague(id)"
MINE = "user_id = (SELECT tara_person())"


class Migration(migrations.Migration):
    """Raise the second wall around people."""

    dependencies = [("accounts", "0001_initial"), ("workflows", "0002_walls")]

    operations = [
        migrations.RunSQL(COLLEAGUES, reverse_sql="DROP FUNCTION tara_is_colleague(uuid);"),
        lend_sight("accounts_membership"),
        secure(
            "accounts_user",
            using=f"({PEOPLE} OR id = (SELECT tara_person()) OR {COLLEAGUE})",
            check=f"({KEEPS_PEOPLE} OR id = (SELECT tara_person()))",
        ),
        secure(
            "accounts_organisation",
            using=(
                f"({PEOPLE} OR id = (SELECT tara_org()) OR"
                " (kind IN ('state', 'unodc') AND"
                " (SELECT tara_scope('state', 'donor', 'public'))))"
            ),
            check=KEEPS_PEOPLE,
        ),
        secure(
            "accounts_membership",
            using=f"({PEOPLE} OR organisation_id = (SELECT tara_org()))",
            check=KEEPS_PEOPLE,
        ),
        secure(
            "accounts_rolegrant",
            using=f"({PEOPLE} OR tara_sees_accounts_membership(membership_id))",
            check=KEEPS_PEOPLE,
        ),
        secure(
            "accounts_apitoken",
            using=f"((SELECT tara_scope('system')) OR {MINE})",
        ),
        secure("accounts_invitation", using=KEEPS_PEOPLE),
    ]
