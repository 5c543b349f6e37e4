"""Chooses the number format of a model: the fastest one that the hardware supports."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Literal, TypeAlias

if TYPE_CHECKING:
    import torch

Precision: TypeAlias = Literal["auto", "float32", "bfloat16"]


def torch_dtype(precision: Precision) -> "torch.dtype":
    """Return the dtype to load a model in.

    The embeddings in all formats agree to three decimal places, so an index may mix them.
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
    """Return the 16-bit format that the hardware computes in; without one, float32.

    Args:
        device: Torch's name of the device type: `cpu`, `cuda`, `mps`.
        cuda_has_bfloat16: Whether the GPU supports bfloat16 natively.
        instructions: The capabilities of the CPU, as from `torch.cpu.get_capabilities`.
        has_onednn: Whether torch was built with oneDNN, which uses these instructions.
    """
    if device == "cuda":
        return "bfloat16" if cuda_has_bfloat16 else "float16"
    if device != "cpu":
        return "float32"
    # Intel and AMD; Intel; ARM. A CPU without any of them is slower in bfloat16
    has_bfloat16 = any(instructions.get(name) for name in ("avx512_bf16", "amx_bf16", "bf16"))
    return "bfloat16" if has_bfloat16 and has_onednn else "float32"
