"""Second wall around assessments and deliveries; a final assessment never changes again."""

from django.db import migrations

from workflows.sight import READS_ALL, WORKS, append_only, guard_state, lend_sight, secure

FREEZE = """
CREATE FUNCTION ta_keep_ended_assessment() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path = public AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN
        RAISE EXCEPTION 'assessments are never removed'
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'assessment_frozen';
    END IF;
    IF OLD.state IN ('final', 'superseded', 'cancelled') AND (
        NEW.state = OLD.state
        OR to_jsonb(NEW) - ARRAY['state', 'version'] <> to_jsonb(OLD) - ARRAY['state', 'version']
    ) THEN
        RAISE EXCEPTION 'an assessment that has ended never changes'
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'assessment_frozen';
    END IF;
    IF (NEW.sent_by_id IS DISTINCT FROM OLD.sent_by_id
        OR NEW.finalised_by_id IS DISTINCT FROM OLD.finalised_by_id)
    AND EXISTS (
        SELECT 1 FROM ta_requests_assessor
        WHERE assessment_id = NEW.id
        AND ((person_id = NEW.sent_by_id AND NEW.sent_by_id IS DISTINCT FROM OLD.sent_by_id)
            OR person_id = NEW.finalised_by_id)
    ) THEN
        RAISE EXCEPTION 'an assessor does not decide on the assessment'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'an_assessor_does_not_decide';
    END IF;
    RETURN NEW;
END $$;

CREATE FUNCTION ta_keep_assessment_part() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path = public AS $$
DECLARE
    owner uuid := CASE WHEN TG_OP = 'DELETE' THEN OLD.assessment_id ELSE NEW.assessment_id END;
    stands text;
BEGIN
    SELECT state INTO stands FROM ta_requests_assessment WHERE id = owner FOR SHARE;
    IF stands IS NULL OR NOT stands = ANY (TG_ARGV)
    OR (TG_OP = 'UPDATE' AND OLD.assessment_id <> NEW.assessment_id) THEN
        RAISE EXCEPTION 'this part of an assessment cannot be changed while it is %', stands
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'assessment_frozen';
    END IF;
    RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
END $$;

CREATE FUNCTION ta_keep_component() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path = public AS $$
DECLARE
    owner uuid := CASE WHEN TG_OP = 'DELETE' THEN OLD.assessment_id ELSE NEW.assessment_id END;
    stands text;
    kept boolean;
BEGIN
    SELECT state INTO stands FROM ta_requests_assessment WHERE id = owner FOR SHARE;
    IF TG_OP = 'DELETE' THEN
        kept := stands IN ('in_progress', 'draft_report');
    ELSIF TG_OP = 'INSERT' THEN
        kept := stands IN ('in_progress', 'draft_report') AND NEW.status = 'proposed' AND EXISTS (
            SELECT 1 FROM ta_requests_assessment WHERE id = owner AND request_id = NEW.request_id
        );
    ELSIF OLD.status = NEW.status THEN
        kept := stands IN ('in_progress', 'draft_report')
            AND OLD.assessment_id = NEW.assessment_id AND OLD.request_id = NEW.request_id;
    ELSE
        kept := to_jsonb(NEW) - 'status' = to_jsonb(OLD) - 'status' AND (
            (OLD.status = 'proposed' AND NEW.status = 'frozen' AND stands = 'final')
            OR (OLD.status = 'frozen' AND NEW.status = 'retired' AND stands = 'superseded')
        );
    END IF;
    IF kept IS NOT TRUE THEN
        RAISE EXCEPTION 'the components of an assessment that is % are frozen', stands
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'component_frozen';
    END IF;
    RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
END $$;

CREATE FUNCTION ta_keep_component_item() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path = public AS $$
DECLARE
    owner uuid := CASE WHEN TG_OP = 'DELETE' THEN OLD.component_id ELSE NEW.component_id END;
    stands text;
BEGIN
    SELECT a.state INTO stands FROM ta_requests_assessment a
        JOIN ta_requests_component c ON c.assessment_id = a.id
        WHERE c.id = owner FOR SHARE OF a;
    IF stands IS NULL OR stands NOT IN ('in_progress', 'draft_report')
    OR (TG_OP = 'UPDATE' AND OLD.component_id <> NEW.component_id) THEN
        RAISE EXCEPTION 'the item lines of an assessment that is % are frozen', stands
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'component_frozen';
    END IF;
    RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
END $$;
"""

THAW = """
DROP FUNCTION ta_keep_component_item(); DROP FUNCTION ta_keep_component();
DROP FUNCTION ta_keep_assessment_part(); DROP FUNCTION ta_keep_ended_assessment();
"""

WRITABLE = "'in_progress', 'draft_report'"
STAFFABLE = "'planned', 'in_progress', 'returned'"
KEPT = (
    ("ta_requests_assessment", "UPDATE OR DELETE", "ta_keep_ended_assessment()"),
    ("ta_requests_assessor", "INSERT OR UPDATE OR DELETE", f"ta_keep_assessment_part({STAFFABLE})"),
    (
        "ta_requests_assessedarea",
        "INSERT OR UPDATE OR DELETE",
        f"ta_keep_assessment_part({WRITABLE})",
    ),
    (
        "ta_requests_priorityscore",
        "INSERT OR UPDATE OR DELETE",
        f"ta_keep_assessment_part({WRITABLE})",
    ),
    (
        "ta_requests_statevalidation",
        "INSERT",
        "ta_keep_assessment_part('state_validation', 'returned')",
    ),
    ("ta_requests_component", "INSERT OR UPDATE OR DELETE", "ta_keep_component()"),
    ("ta_requests_componentitem", "INSERT OR UPDATE OR DELETE", "ta_keep_component_item()"),
)

FIRST_WEIGHTS = """
INSERT INTO ta_requests_priorityweights (version, valid_from, severity, alignment, ownership,
    feasibility, country_situation, gender, regional_balance, source)
VALUES (1, '2000-01-01', 25, 15, 15, 15, 15, 10, 5,
    'Decision of this product; replace by the office''s own rule and name it here.');
"""

OWN = "((SELECT tara_scope('state')) AND organisation_id = (SELECT tara_org()))"
OWN_SENT = (
    "((SELECT tara_scope('state')) AND organisation_id = (SELECT tara_org())"
    " AND sent_at IS NOT NULL)"
)
ANYONE = (
    "(SELECT tara_scope('state', 'donor', 'staff', 'auditor', 'administrator', 'system', 'public'))"
)
PARENTS = ("assessment", "component", "output", "indicator")


def within(parent: str) -> str:
    """Return the condition that the speaker sees the parent row."""
    return f"tara_sees_ta_requests_{parent}({parent}_id)"


def seen_with(table: str, parent: str, *, check: str = WORKS) -> migrations.RunSQL:
    """Secure a part seen by whoever sees its parent."""
    return secure(f"ta_requests_{table}", using=f"({READS_ALL} OR {within(parent)})", check=check)


def keep(table: str, occasion: str, function: str) -> migrations.RunSQL:
    """Have a trigger refuse changes of what is frozen."""
    return migrations.RunSQL(
        f"CREATE TRIGGER frozen BEFORE {occasion} ON {table}"
        f" FOR EACH ROW EXECUTE FUNCTION {function};",
        reverse_sql=f"DROP TRIGGER frozen ON {table};",
    )


OWN_DELIVERY = "((SELECT tara_scope('state')) AND tara_owns_ta_requests_delivery(delivery_id))"


class Migration(migrations.Migration):
    """Raise the second wall around what follows a request."""

    dependencies = [("ta_requests", "0002_walls")]

    operations = [
        migrations.RunSQL(FREEZE, reverse_sql=THAW),
        *[lend_sight(f"ta_requests_{parent}") for parent in PARENTS],
        lend_sight("ta_requests_delivery", owned=True),
        *[keep(table, occasion, function) for table, occasion, function in KEPT],
        migrations.RunSQL(FIRST_WEIGHTS, reverse_sql=migrations.RunSQL.noop),
        append_only("ta_requests_statevalidation"),
        append_only("ta_requests_priorityweights"),
        append_only("ta_requests_feedback"),
        append_only("ta_requests_indicatorvalue"),
        guard_state("ta_requests_assessment", "assessment"),
        guard_state("ta_requests_delivery", "delivery"),
        guard_state("ta_requests_milestone", "milestone"),
        guard_state("ta_requests_materialitem", "material_item"),
        secure(
            "ta_requests_assessment",
            using=f"({READS_ALL} OR {OWN_SENT})",
            check=f"({WORKS} OR {OWN_SENT})",
        ),
        secure("ta_requests_assessor", using=READS_ALL, check=WORKS),
        seen_with("assessedarea", "assessment"),
        seen_with("priorityscore", "assessment"),
        seen_with(
            "statevalidation",
            "assessment",
            check=(f"({WORKS} OR ((SELECT tara_scope('state')) AND {within('assessment')}))"),
        ),
        secure(
            "ta_requests_priorityweights",
            using=ANYONE,
            check="(SELECT tara_scope('administrator', 'system'))",
        ),
        secure(
            "ta_requests_component",
            using=(
                f"({READS_ALL}"
                f" OR (status <> 'proposed' AND {within('request')})"
                f" OR {within('assessment')})"
            ),
            check=WORKS,
        ),
        seen_with("componentitem", "component"),
        secure(
            "ta_requests_delivery",
            using=(
                f"({READS_ALL} OR {OWN} OR ((SELECT tara_scope('donor')) AND {within('request')}))"
            ),
            check=f"({WORKS} OR {OWN})",
        ),
        seen_with("output", "delivery", check=f"({WORKS} OR {OWN_DELIVERY})"),
        seen_with("indicator", "output"),
        seen_with("indicatorvalue", "indicator"),
        secure(
            "ta_requests_feedback",
            using=f"({READS_ALL} OR {OWN_DELIVERY})",
            check=f"({WORKS} OR {OWN_DELIVERY})",
        ),
        seen_with("milestone", "delivery"),
        secure(
            "ta_requests_materialitem",
            using=f"({READS_ALL} OR {OWN})",
            check=f"({WORKS} OR {OWN})",
        ),
    ]
