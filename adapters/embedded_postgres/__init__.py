"""The bundled PostgreSQL, for those who have none of their own."""

from adapters.embedded_postgres.server import EmbeddedPostgres

__all__ = ["EmbeddedPostgres"]
