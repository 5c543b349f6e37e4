"""The wiring of ports to adapters. No other folder names an adapter."""

from dishka import STRICT_VALIDATION, AsyncContainer, Provider, make_async_container

from adapters.file_formats.registry import FORMATS
from domain.documents.file_format import FileFormat
from entrypoints.container.adapters import Adapters
from entrypoints.container.distributed_index import DistributedIndex
from entrypoints.container.models import Models
from entrypoints.container.parts import Parts
from entrypoints.container.people import People
from entrypoints.container.policies import Policies
from entrypoints.container.served_models import SearchModels
from entrypoints.container.shared import Shared
from entrypoints.container.telemetry import Observed, Telemetry
from entrypoints.container.use_cases import UseCases
from entrypoints.container.webhooks import Webhooks
from entrypoints.settings import Settings

__all__ = ["create_container", "formats_read"]


def formats_read() -> tuple[FileFormat, ...]:
    """Return the formats that are read, for who needs no container."""
    return tuple(entry.format for entry in FORMATS)


def create_container(settings: Settings, *overrides: Provider) -> AsyncContainer:
    """Return the wired container.

    Args:
        settings: The settings.
        overrides: Providers that replace parts of the wiring with `provide(override=True)`.
    """
    return make_async_container(
        Policies(),
        Adapters(),
        Shared(),
        DistributedIndex(),
        SearchModels(),
        Models(),
        UseCases(),
        People(),
        Parts(),
        Telemetry(),
        Webhooks(),
        *overrides,
        Observed(),
        context={Settings: settings},
        validation_settings=STRICT_VALIDATION,
    )
