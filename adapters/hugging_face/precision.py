"""The number format that a model computes in: the fastest one that the hardware has."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Literal, TypeAlias

if TYPE_CHECKING:
    import torch

Precision: TypeAlias = Literal["auto", "float32", "bfloat16"]


def torch_dtype(precision: Precision) -> "torch.dtype":
    """Return the format to load a model in.

    The vectors are the same to three places in each, so that an index may hold both kinds.
    """
    import torch

    name: str = precision
    if precision == "auto":
        accelerator = torch.accelerator.current_accelerator()
        device = "cpu" if accelerator is None else accelerator.type
        name = fastest_precision(
            device,
            cuda_has_bfloat16=device == "cuda"
            and torch.cuda.is_bf16_supported(including_emulation=False),
            instructions=torch.cpu.get_capabilities(),
            has_onednn=torch.backends.mkldnn.is_available(),  # type: ignore[no-untyped-call]  # unannotated there
        )
    dtype: torch.dtype = getattr(torch, name)
    return dtype


def fastest_precision(
    device: str, cuda_has_bfloat16: bool, instructions: Mapping[str, object], has_onednn: bool
) -> Literal["float32", "float16", "bfloat16"]:
    """Return what is computed in hardware in half the bits, or else float32.

    Args:
        device: Torch's name of the kind of device: `cpu`, `cuda`, `mps`.
        cuda_has_bfloat16: Whether the graphics card computes bfloat16 itself.
        instructions: What the processor can, by the names of `torch.cpu.get_capabilities`.
        has_onednn: Whether torch was built with the library that uses those instructions.
    """
    if device == "cuda":
        return "bfloat16" if cuda_has_bfloat16 else "float16"
    if device != "cpu":
        return "float32"
    # Intel and AMD, Intel, ARM; a processor with none of them is slower in bfloat16
    has_bfloat16 = any(instructions.get(name) for name in ("avx512_bf16", "amx_bf16", "bf16"))
    return "bfloat16" if has_bfloat16 and has_onednn else "float32"
