"""The synthetic source: invented people of two cities in the real formats, with dirt, and the facts planted beside them."""

from orchestration.sample.generate import generate
from orchestration.sample.population import SCALES

__all__ = ["SCALES", "generate"]
