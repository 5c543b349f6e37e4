"""The bundled PostgreSQL server, used unless a database is configured."""

from adapters.embedded_postgres.server import EmbeddedPostgres

__all__ = ["EmbeddedPostgres"]
