"""The settings of the server, as clients see them."""

from msgspec import Struct

from entrypoints.api.server_info import ShownSetting


class SettingView(Struct):
    """A setting of the server, by its environment variable. It is read when the server starts."""

    name: str
    value: str | float | None
    default: str | float | None

    @classmethod
    def of(cls, setting: ShownSetting) -> "SettingView":
        """Return the wire type of a setting."""
        return cls(setting.name, setting.value, setting.default)


class SettingList(Struct):
    """All settings that may be seen: no secret, no path and no address."""

    items: list[SettingView]
