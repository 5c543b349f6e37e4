"""A language model of a megabyte that says what a test wants, for a real llama.cpp."""

from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path

import numpy as np

SPECIAL = ("<unk>", "<s>", "</s>", "<|system|>", "<|user|>", "<|assistant|>", "<|end|>")
ASSISTANT, END_OF_TEXT = SPECIAL.index("<|assistant|>"), SPECIAL.index("</s>")
TEMPLATE = (
    "{% for m in messages %}<|{{ m.role }}|>{{ m.content }}<|end|>{% endfor %}"
    "{% if add_generation_prompt %}<|assistant|>{% endif %}"
)
WIDTH, HIDDEN, LAYERS, HEADS, CONTEXT = 128, 64, 2, 4, 8_192
SURE = 6  # how far a row of the output stands out, so that no temperature matters


def write_gguf(path: Path, words: Sequence[str], *, again: bool = False) -> Path:
    """Write a model that answers everything with these words, and return its path.

    Its attention is zero, so the last token alone decides which one follows: the row of a token in
    the output matrix is the embedding of the token before it. What it reads are bytes.

    Args:
        path: The file to write.
        words: The words, each of which may occur once.
        again: Whether the words begin again at their end, until the answer is cut off.
    """
    import gguf

    tokens = [each.encode() for each in SPECIAL]
    types = [gguf.TokenType.UNKNOWN, *[gguf.TokenType.CONTROL] * (len(SPECIAL) - 1)]
    tokens += [f"<0x{byte:02X}>".encode() for byte in range(256)]
    types += [gguf.TokenType.BYTE] * 256
    first = len(tokens)
    tokens += [f"▁{word}".encode() for word in words]
    types += [gguf.TokenType.NORMAL] * len(words)

    embeddings = np.random.default_rng(0).standard_normal((len(tokens), WIDTH), np.float32)
    embeddings /= np.linalg.norm(embeddings, axis=1, keepdims=True)
    output = np.zeros_like(embeddings)
    said = [ASSISTANT, *range(first, len(tokens))]
    for before, after in pairwise(said):
        output[after] = SURE * embeddings[before]
    output[first if again else END_OF_TEXT] += SURE * embeddings[said[-1]]

    writer = gguf.GGUFWriter(path, "llama")
    writer.add_context_length(CONTEXT)
    writer.add_embedding_length(WIDTH)
    writer.add_block_count(LAYERS)
    writer.add_feed_forward_length(HIDDEN)
    writer.add_head_count(HEADS)
    writer.add_head_count_kv(HEADS)
    writer.add_rope_dimension_count(WIDTH // HEADS)
    writer.add_layer_norm_rms_eps(1e-5)
    writer.add_vocab_size(len(tokens))
    writer.add_file_type(gguf.LlamaFileType.ALL_F32)
    writer.add_tokenizer_model("llama")
    writer.add_tokenizer_pre("default")
    writer.add_token_list(tokens)
    writer.add_token_scores([0.0] * len(tokens))
    writer.add_token_types(types)
    writer.add_unk_token_id(SPECIAL.index("<unk>"))
    writer.add_bos_token_id(SPECIAL.index("<s>"))
    writer.add_eos_token_id(END_OF_TEXT)
    writer.add_add_bos_token(False)
    writer.add_add_space_prefix(False)
    writer.add_chat_template(TEMPLATE)
    writer.add_tensor("token_embd.weight", embeddings)
    writer.add_tensor("output_norm.weight", np.ones(WIDTH, np.float32))
    writer.add_tensor("output.weight", output)
    for layer in range(LAYERS):
        for name in ("attn_norm", "ffn_norm"):
            writer.add_tensor(f"blk.{layer}.{name}.weight", np.ones(WIDTH, np.float32))
        for name, shape in (
            *((f"attn_{part}", (WIDTH, WIDTH)) for part in ("q", "k", "v", "output")),
            ("ffn_gate", (HIDDEN, WIDTH)),
            ("ffn_up", (HIDDEN, WIDTH)),
            ("ffn_down", (WIDTH, HIDDEN)),
        ):
            writer.add_tensor(f"blk.{layer}.{name}.weight", np.zeros(shape, np.float32))
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()
    return path
