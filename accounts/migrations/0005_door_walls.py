"""Row-level security around what signing in needs: second factors, other houses, resets."""

from django.db import migrations

from workflows.sight import secure

SYSTEM = "(SELECT tara_scope('system'))"
AT_THE_DOOR = "(SELECT tara_scope('system', 'door'))"
MINE = "user_id = (SELECT tara_person())"
OWN_TOKEN = (
    f"({SYSTEM} OR EXISTS (SELECT 1 FROM socialaccount_socialaccount a"
    f" WHERE a.id = socialaccount_socialtoken.account_id AND a.{MINE}))"
)
OWN_CONFIRMATION = (
    f"({SYSTEM} OR EXISTS (SELECT 1 FROM account_emailaddress a"
    f" WHERE a.id = account_emailconfirmation.email_address_id AND a.{MINE}))"
)


class Migration(migrations.Migration):
    """Raise the second wall around the door."""

    dependencies = [
        ("accounts", "0004_door"),
        ("account", "0009_emailaddress_unique_primary_email"),
        ("mfa", "0003_authenticator_type_uniq"),
        ("socialaccount", "0006_alter_socialaccount_extra_data"),
    ]

    operations = [
        # Somebody signing in is nobody yet: they speak as the door, which sees people and no case.
        migrations.RunSQL(
            "CREATE POLICY door ON accounts_user"
            " USING ((SELECT tara_scope('door'))) WITH CHECK ((SELECT tara_scope('door')))",
            reverse_sql="DROP POLICY door ON accounts_user",
        ),
        secure("mfa_authenticator", using=f"({AT_THE_DOOR} OR {MINE})"),
        secure("socialaccount_socialaccount", using=f"({AT_THE_DOOR} OR {MINE})"),
        secure("socialaccount_socialtoken", using=OWN_TOKEN),
        # Other houses are named in the settings, never in this table.
        secure("socialaccount_socialapp", using=SYSTEM),
        secure("account_emailaddress", using=f"({AT_THE_DOOR} OR {MINE})"),
        secure("account_emailconfirmation", using=OWN_CONFIRMATION),
        secure("accounts_passwordreset", using=SYSTEM),
    ]
