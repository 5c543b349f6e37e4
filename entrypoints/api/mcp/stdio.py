"""The protocol over standard input and output."""

from mcp.server.stdio import stdio_server

from entrypoints.api.mcp.server import UseCases, create_server


async def serve_stdio(use_cases: UseCases) -> None:
    """Serve one client until it closes standard input."""
    server = create_server(use_cases)
    async with stdio_server() as (reading, writing):
        await server.run(reading, writing, server.create_initialization_options())
