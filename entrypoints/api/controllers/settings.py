"""The settings of the server."""

from dishka.integrations.litestar import FromDishka, inject
from litestar import Controller, get

from entrypoints.api.problems import problems
from entrypoints.api.roles import READER
from entrypoints.api.server_info import ShownSettings
from entrypoints.api.setting_schemas import SettingList, SettingView


class SettingController(Controller):
    """The settings of the server."""

    path = "/api/setting"
    tags = ["Health"]  # noqa: RUF012 - the framework's attribute
    opt = READER

    @get("/", responses=problems())
    @inject
    async def list_settings(self, settings: FromDishka[ShownSettings]) -> SettingList:
        """List how the server searches and what it limits. Only its environment changes that."""
        return SettingList([SettingView.of(each) for each in settings])
