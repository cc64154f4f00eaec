"""What a page weighs as transferred, with everything it loads by itself."""

from collections.abc import Callable
from pathlib import Path

import pytest

from built import PAGES, Visit

HOME, ANY = 150_000, 300_000


@pytest.mark.parametrize("page_name", PAGES)
def test_a_page_keeps_to_its_budget(visit: Callable[[str, str, int], Visit], page_name: str) -> None:
    seen = visit(page_name, "light", 390)
    weights = sorted(((size, address) for address, size in seen.transferred.items()), reverse=True)
    assert sum(seen.transferred.values()) <= (HOME if page_name == "index.md" else ANY), weights[:6]


@pytest.mark.parametrize("page_name", PAGES)
def test_no_gif_is_fetched_unasked(visit: Callable[[str, str, int], Visit], page_name: str) -> None:
    assert not [address for address in visit(page_name, "light", 390).requests if address.endswith(".gif")]


def test_a_card_is_small_enough_to_be_shown(site_dir: Path) -> None:
    cards = list((site_dir / "assets" / "cards").glob("*.png"))
    assert len(cards) == len(PAGES)
    assert max(card.stat().st_size for card in cards) <= 60_000
