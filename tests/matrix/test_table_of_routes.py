"""No address of the service without its row in the committed table (tests/matrix/routes.csv)."""

from __future__ import annotations

from tests.matrix.routes import routes
from tests.matrix.tables import rows


def test_every_route_is_in_the_table() -> None:
    known = {(str(route), method) for route in routes() for method in route.methods}
    tabled = {(row["route"], row["method"]) for row in rows()}

    assert (known - tabled, tabled - known) == (set(), set()), "run with WRITE_MATRIX=new"
