"""The numeric precision of a model."""

import pytest

from adapters.hugging_face.precision import fastest_precision


@pytest.mark.parametrize(
    ("instructions", "precision"),
    [
        ({"avx512_bf16": True}, "bfloat16"),
        ({"amx_bf16": True, "avx512_f": True}, "bfloat16"),
        ({"bf16": True, "neon": True}, "bfloat16"),
        ({"avx512_bf16": False, "avx512_f": True, "avx2": True}, "float32"),
        ({"neon": True, "bf16": False}, "float32"),
        ({}, "float32"),
    ],
)
def test_a_processor_computes_in_what_it_has(
    instructions: dict[str, object], precision: str
) -> None:
    """The processor uses bfloat16 only if it has instructions for it."""
    assert fastest_precision("cpu", False, instructions, has_onednn=True) == precision


def test_without_the_library_that_uses_them_instructions_are_worth_nothing() -> None:
    """Without oneDNN the processor uses float32."""
    assert fastest_precision("cpu", False, {"avx512_bf16": True}, has_onednn=False) == "float32"


@pytest.mark.parametrize(
    ("device", "cuda_has_bfloat16", "precision"),
    [("cuda", True, "bfloat16"), ("cuda", False, "float16"), ("mps", False, "float32")],
)
def test_a_graphics_card_goes_before_the_processor(
    device: str, cuda_has_bfloat16: bool, precision: str
) -> None:
    """On a GPU the precision does not depend on the processor."""
    able = {"avx512_bf16": True, "bf16": True}
    assert fastest_precision(device, cuda_has_bfloat16, able, has_onednn=True) == precision
