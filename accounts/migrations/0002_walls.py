"""Row-level security for people and organisations."""

from django.db import migrations

from workflows.sight import secure

PEOPLE = "(SELECT tara_scope('staff', 'auditor', 'administrator', 'system'))"
KEEPS_PEOPLE = "(SELECT tara_scope('administrator', 'system'))"
COLLEAGUE = (
    "EXISTS (SELECT 1 FROM accounts_membership m"
    " WHERE m.user_id = accounts_user.id AND m.organisation_id = (SELECT tara_org()))"
)
MINE = "user_id = (SELECT tara_person())"


class Migration(migrations.Migration):
    """Raise the second wall around people."""

    dependencies = [("accounts", "0001_initial"), ("workflows", "0002_walls")]

    operations = [
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
            using=(
                f"({PEOPLE} OR EXISTS (SELECT 1 FROM accounts_membership m"
                " WHERE m.id = accounts_rolegrant.membership_id))"
            ),
            check=KEEPS_PEOPLE,
        ),
        secure(
            "accounts_apitoken",
            using=f"((SELECT tara_scope('system')) OR {MINE})",
        ),
        secure("accounts_invitation", using=KEEPS_PEOPLE),
    ]
