"""What is known of a model on a server, before the server is asked."""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class ServedModel:
    """A model on a server.

    Attributes:
        name: The name that identifies its vectors and that people choose it by.
        model: Its name at the server.
        base_url: The address of the API, to which `/embeddings` or `/rerank` is added.
        api_key: The key; empty for none.
        max_tokens: The longest text that the model reads, in its own tokens.
        batch_size: The largest number of texts in a request.
        requests_per_minute: The most requests that the server allows; 0 for no limit.
        timeout_seconds: The deadline of one request.
        query_prefix: What the model wants before a query, such as `query: ` (E5).
        passage_prefix: What it wants before a passage, such as `passage: `.
        dimension: The length of its vectors, if it is known beforehand; else 0.
        key_setting: What to check if the server refuses the key.
    """

    name: str
    model: str
    base_url: str
    api_key: str = field(default="", repr=False)
    max_tokens: int = 512
    batch_size: int = 32
    requests_per_minute: int = 0
    timeout_seconds: float = 60.0
    query_prefix: str = ""
    passage_prefix: str = ""
    dimension: int = 0
    key_setting: str = "its `api_key_env`"
