"""Errors on webhooks and their deliveries."""

from domain.errors.kinds import InvalidInput, NotFound, Unavailable


class WebhookInvalid(InvalidInput):
    """This webhook cannot be made: its address, its events or its description is not valid."""

    code = "webhook_invalid"


class WebhookNotFound(NotFound):
    """There is no webhook with this id."""

    code = "webhook_not_found"


class DeliveryNotFound(NotFound):
    """This webhook has no delivery with this id. Old ones are deleted after some time."""

    code = "delivery_not_found"


class SecretSealed(Unavailable):
    """The secret of a webhook is encrypted with a key that QUOTH_SECRETS_KEY lacks: events wait."""

    code = "secret_sealed"


class EndpointUnreachable(Unavailable):
    """The endpoint did not answer."""

    code = "endpoint_unreachable"
