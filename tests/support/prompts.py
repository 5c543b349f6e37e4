"""The prompts that Quoth has."""

from entrypoints.prompt_files import read_prompts

PROMPTS = read_prompts()
