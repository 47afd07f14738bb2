"""Second wall around requests: sight by consent, frozen versions, what was filed stays as filed."""

from django.db import migrations

from workflows.sight import READS_ALL, WORKS, append_only, ask, guard_state, lend_sight, secure

CONTENT = """
    'title', 'language', 'needs', 'priorities', 'challenges', 'restrictions',
    'domestic_law_note', 'gender_note', 'culture_note', 'safeguards_note', 'other_type_text'
"""

KEEP = f"""
CREATE FUNCTION ta_request_org(request uuid) RETURNS uuid LANGUAGE sql STABLE
SECURITY DEFINER SET search_path = public AS
$$ SELECT organisation_id FROM ta_requests_request WHERE id = request $$;

CREATE FUNCTION ta_keep_request() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path = public AS $$
DECLARE
    part text;
BEGIN
    IF TG_OP = 'DELETE' THEN
        RAISE EXCEPTION 'requests are never removed'
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'request_filed';
    END IF;
    IF NEW.organisation_id <> OLD.organisation_id OR NEW.country_id <> OLD.country_id
    OR NEW.channel <> OLD.channel
    OR (OLD.reference IS NOT NULL AND NEW.reference IS DISTINCT FROM OLD.reference)
    OR (OLD.submitted_at IS NOT NULL AND NEW.submitted_at IS DISTINCT FROM OLD.submitted_at) THEN
        RAISE EXCEPTION 'whose request it is and how it was filed never changes'
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'request_filed';
    END IF;
    IF OLD.state NOT IN ('draft', 'info_requested') THEN
        FOREACH part IN ARRAY ARRAY[{CONTENT}] LOOP
            IF to_jsonb(NEW) -> part IS DISTINCT FROM to_jsonb(OLD) -> part THEN
                RAISE EXCEPTION 'what was filed is not rewritten (%)', part
                    USING ERRCODE = 'restrict_violation', CONSTRAINT = 'request_filed';
            END IF;
        END LOOP;
    END IF;
    RETURN NEW;
END $$;

CREATE FUNCTION ta_keep_request_part() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path = public AS $$
DECLARE
    owner uuid := CASE WHEN TG_OP = 'DELETE' THEN OLD.request_id ELSE NEW.request_id END;
    stands text;
BEGIN
    SELECT state INTO stands FROM ta_requests_request WHERE id = owner;
    IF stands NOT IN ('draft', 'info_requested')
    OR (TG_OP = 'UPDATE' AND OLD.request_id <> NEW.request_id) THEN
        RAISE EXCEPTION 'what was filed is not rewritten'
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'request_filed';
    END IF;
    RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
END $$;

CREATE FUNCTION ta_keep_document() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path = public AS $$
BEGIN
    IF TG_OP = 'UPDATE' OR EXISTS (
        SELECT 1 FROM ta_requests_requestversion v WHERE v.request_id = OLD.request_id
        AND v.content -> 'documents' @> jsonb_build_array(jsonb_build_object('id', OLD.id::text))
    ) THEN
        RAISE EXCEPTION 'a stored document is not changed, a filed one not removed'
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'document_filed';
    END IF;
    RETURN OLD;
END $$;
"""

FORGET = """
DROP FUNCTION ta_keep_document(); DROP FUNCTION ta_keep_request_part();
DROP FUNCTION ta_keep_request(); DROP FUNCTION ta_request_org(uuid);
"""

KEPT = (
    ("ta_requests_request", "UPDATE OR DELETE", "ta_keep_request()"),
    ("ta_requests_requesteditem", "INSERT OR UPDATE OR DELETE", "ta_keep_request_part()"),
    ("ta_requests_request_themes", "INSERT OR UPDATE OR DELETE", "ta_keep_request_part()"),
    (
        "ta_requests_request_assistance_types",
        "INSERT OR UPDATE OR DELETE",
        "ta_keep_request_part()",
    ),
    ("ta_requests_request_instruments", "INSERT OR UPDATE OR DELETE", "ta_keep_request_part()"),
    ("ta_requests_document", "UPDATE OR DELETE", "ta_keep_document()"),
)

STATE = "(SELECT tara_scope('state'))"
OWN = f"({STATE} AND organisation_id = (SELECT tara_org()))"
NAMES = ask(
    "ta_names_speaker",
    "ta_requests_nameddonor",
    "request_id = wanted AND organisation_id = tara_org()",
)
NAMED = "ta_names_speaker(id)"
CONSENTED = (
    "(circulated_at IS NOT NULL AND ("
    "((SELECT tara_scope('donor')) AND (consent_class IN ('all_donors', 'public')"
    f" OR (consent_class = 'named_donors' AND {NAMED})))"
    " OR ((SELECT tara_scope('public')) AND consent_class = 'public')))"
)
OF_OWN = f"({STATE} AND tara_owns_ta_requests_request(request_id))"


def keep(table: str, occasion: str, function: str) -> migrations.RunSQL:
    """Have a trigger refuse changes of what was filed."""
    return migrations.RunSQL(
        f"CREATE TRIGGER filed BEFORE {occasion} ON {table}"
        f" FOR EACH ROW EXECUTE FUNCTION {function};",
        reverse_sql=f"DROP TRIGGER filed ON {table};",
    )


def shown(name: str) -> migrations.RunSQL:
    """Secure a part that everybody sees who sees the request; its State and staff write it."""
    table = f"ta_requests_{name}"
    seen = "tara_sees_ta_requests_request(request_id)"
    return secure(table, using=f"({READS_ALL} OR {seen})", check=f"({WORKS} OR {OF_OWN})")


def inner(name: str, *, check: str = "") -> migrations.RunSQL:
    """Secure a part between the State and UNODC, which no donor sees."""
    table = f"ta_requests_{name}"
    return secure(
        table,
        using=f"({READS_ALL} OR {OF_OWN})",
        check=check or f"({WORKS} OR {OF_OWN})",
    )


class Migration(migrations.Migration):
    """Raise the second wall around requests."""

    dependencies = [("ta_requests", "0001_initial"), ("workflows", "0002_walls")]

    operations = [
        migrations.RunSQL(KEEP, reverse_sql=FORGET),
        migrations.RunSQL(NAMES, reverse_sql="DROP FUNCTION ta_names_speaker(uuid);"),
        lend_sight("ta_requests_request", owned=True),
        *[keep(table, occasion, function) for table, occasion, function in KEPT],
        append_only("ta_requests_requestversion"),
        guard_state("ta_requests_request", "request"),
        guard_state("ta_requests_circulation", "circulation"),
        secure(
            "ta_requests_request",
            using=f"({READS_ALL} OR {OWN} OR {CONSENTED})",
            check=f"({WORKS} OR {OWN})",
        ),
        secure(
            "ta_requests_nameddonor",
            using=(
                f"({READS_ALL} OR ((SELECT tara_scope('donor')) AND organisation_id ="
                f" (SELECT tara_org())) OR ({STATE} AND"
                " ta_request_org(request_id) = (SELECT tara_org())))"
            ),
            check=f"({WORKS} OR ({STATE} AND ta_request_org(request_id) = (SELECT tara_org())))",
        ),
        shown("requesteditem"),
        shown("request_themes"),
        shown("request_assistance_types"),
        shown("request_instruments"),
        inner("document"),
        inner("requestversion"),
        inner("clarification"),
        inner("turn"),
        secure(
            "ta_requests_circulation",
            using=f"({READS_ALL} OR {OWN})",
            check=f"({WORKS} OR {OWN})",
        ),
        inner("fundingposition", check="(SELECT tara_scope('system'))"),
        inner("componentfunding", check="(SELECT tara_scope('system'))"),
    ]
