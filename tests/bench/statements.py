"""The SQL alone: what PostgreSQL could do if nothing stood before it."""

from __future__ import annotations

import re
import subprocess
import tempfile
from pathlib import Path
from urllib.parse import quote
from uuid import UUID

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from config.services.installation import embedded_postgres
from config.services.programs import postgres_folder
from config.services.roles import APPLICATION
from tests.bench.client import CONNECTIONS
from tests.laboratory import pointed_at

STAFF = (
    "BEGIN; SELECT set_config('tara.person', '', true), set_config('tara.org', '', true),"
    " set_config('tara.country', '', true), set_config('tara.scopes', 'staff', true);"
)
STEP = """
\\set n random({first}, {last})
BEGIN;
SELECT set_config('tara.person', '', true), set_config('tara.org', '', true),
 set_config('tara.country', '', true), set_config('tara.scopes', 'staff', true);
SELECT * FROM ta_requests_request WHERE id = md5('{root}' || :n)::uuid FOR UPDATE;
UPDATE ta_requests_request SET version = version + 1 WHERE id = md5('{root}' || :n)::uuid;
WITH event AS (
 INSERT INTO workflows_event (id, subject_type, subject_id, subject_reference, seq, version, name,
 source, target, actor_role, reason, reason_salt, reason_digest, data, effective_at, at,
 previous_hash, hash) VALUES (gen_random_uuid(), 'request', gen_random_uuid(), '', 1, 1, 'step',
 'a', 'b', 'staff', '', '', '', '{{}}', now(), now(), '', '') RETURNING id)
INSERT INTO workflows_outboxmessage (id, event_id, created_at, available_at, attempts, last_error)
SELECT gen_random_uuid(), id, now(), now(), 0, '' FROM event;
COMMIT;
"""


def list_statement(database: str, *, token: str, path: str) -> str:
    """Return the query of a list, as the service itself sends it."""
    with pointed_at(database), CaptureQueriesContext(connection) as seen:
        answer = Client().get(
            path, headers={"Authorization": f"Bearer {token}", "Host": "localhost"}
        )
        assert answer.status_code == 200, answer.content
    found = [one["sql"] for one in seen if 'FROM "ta_requests_request"' in one["sql"]]
    return found[-1]


def list_rate(database: str, statement: str, *, seconds: float) -> float:
    """Return how often PostgreSQL answers the list alone, per second."""
    return _pgbench(database, f"{STAFF}\n{statement};\nCOMMIT;\n", seconds=seconds)


def step_rate(database: str, *, root: UUID, last: int, seconds: float) -> float:
    """Return how often PostgreSQL takes the bare step alone, per second."""
    script = STEP.format(first=0, last=last, root=root)
    return _pgbench(database, script, seconds=seconds)


def _pgbench(database: str, script: str, *, seconds: float) -> float:
    folder = quote(str(embedded_postgres().place.sockets), safe="/")
    with tempfile.TemporaryDirectory() as place:
        file = Path(place) / "script.sql"
        file.write_text(script)
        command = [str(postgres_folder() / "pgbench"), "--no-vacuum", "--protocol", "prepared"]
        command += ["--client", str(CONNECTIONS), "--jobs", "2", "--time", str(round(seconds))]
        command += ["--host", folder, "--port", "5432", "--username", APPLICATION]
        said = subprocess.run(
            [*command, "--file", str(file), database], check=False, capture_output=True, text=True
        )
    found = re.search(r"tps = ([\d.]+)", said.stdout)
    if found is None:
        raise RuntimeError(said.stderr)
    return float(found[1])
