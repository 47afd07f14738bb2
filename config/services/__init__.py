"""PostgreSQL and Valkey of a first run and of the tests, started by the project itself."""
