"""What a reader does on the site, from the first word typed to the decision read."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import PATIENCE
from tests.browser.look import WIDE

SEARCH = "council"  # a word that fills more than one page of results

FOCUSED = """() => {
  const tag = document.activeElement, style = getComputedStyle(tag), box = tag.getBoundingClientRect();
  return {what: tag.outerHTML.slice(0, 100), tag: tag.tagName, id: tag.id,
          outlined: style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2,
          seen: box.bottom > 0 && box.top < innerHeight && box.width > 0};
}"""


@pytest.fixture(params=["with JavaScript", "without JavaScript"])
def reader(browser: Browser, site: str, request: pytest.FixtureRequest) -> Iterator[Page]:
    scripts = request.param == "with JavaScript"
    with browser.new_context(
        base_url=site,
        viewport=WIDE,  # type: ignore[arg-type]
        java_script_enabled=scripts,
    ) as context:
        context.set_default_timeout(PATIENCE)
        yield context.new_page()


def test_a_reader_searches_filters_turns_the_page_and_goes_back(reader: Page) -> None:
    reader.goto("/")
    reader.locator("#q").fill(SEARCH)
    reader.locator("#q").press("Enter")
    expect(reader.locator("#q")).to_have_value(SEARCH)
    expect(reader).to_have_url(re.compile(rf"[?&]q={SEARCH}"))
    everything = _total(reader)
    _tick(reader, "kind", "item")
    assert 20 < _total(reader) < everything
    first_page = _titles(reader)
    reader.locator("a[rel=next]").first.click()
    expect(reader).to_have_url(re.compile("page=2"))
    assert _titles(reader) != first_page
    reader.go_back()
    assert _titles(reader) == first_page
    expect(reader.locator("input[name=kind][value=item]")).to_be_checked()
    reader.go_back()
    assert _total(reader) == everything
    expect(reader.locator("input[name=kind][value=item]")).not_to_be_checked()


def test_a_filter_is_taken_off_by_its_chip(reader: Page) -> None:
    reader.goto(f"/?q={SEARCH}&kind=item")
    reader.locator(".chips a").first.click()
    expect(reader.locator(".chips a")).to_have_count(0)
    expect(reader).not_to_have_url(re.compile("kind="))


def test_a_result_opens_at_the_item_it_names(reader: Page) -> None:
    reader.goto("/?q=harbour+bridge&kind=item")
    title = reader.locator(".hit h2 a").first
    sought = title.inner_text().split("\n")[-1]
    title.click()
    expect(reader.locator("h1")).to_have_count(1)
    expect(reader.locator("main")).to_contain_text(re.sub(r"^[0-9./]+\s*", "", sought))


def test_the_language_is_changed_on_any_page_and_kept(reader: Page) -> None:
    reader.goto(f"/?q={SEARCH}&kind=item")
    reader.get_by_role("link", name="Cymraeg").click()
    expect(reader).to_have_url(re.compile(r"/cy/\?q="))
    expect(reader.locator("html")).to_have_attribute("lang", "cy")
    reader.locator(".hit h2 a").first.click()
    expect(reader).to_have_url(re.compile("/cy/t/"))
    reader.get_by_role("link", name="English").click()
    expect(reader).not_to_have_url(re.compile("/cy/"))


def test_the_archive_can_be_used_by_keyboard_alone(page: Page) -> None:
    page.goto("/")
    page.keyboard.press("Tab")
    expect(page.locator(".skip")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#main")).to_be_focused()
    _tab_to(page, "#q", backwards=True)
    page.keyboard.press("Control+A")
    page.keyboard.type("harbour bridge")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("q=harbour"))
    _tab_to(page, ".hit h2 a")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("/t/"))


def test_a_filter_is_applied_by_keyboard_alone(page: Page) -> None:
    page.goto(f"/?q={SEARCH}")
    _tab_to(page, "input[name=kind][value=item]")
    page.keyboard.press("Space")
    expect(page.locator("input[name=kind][value=item]")).to_be_checked()
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("kind=item"))


def test_a_filter_that_is_clicked_is_applied_at_once_where_there_is_a_script(page: Page) -> None:
    page.goto(f"/?q={SEARCH}")
    page.locator("label", has_text="Item").first.click()
    expect(page).to_have_url(re.compile("kind=item"))


def test_the_slash_key_leads_to_the_search_box(page: Page) -> None:
    page.goto("/t/4277")
    page.keyboard.press("/")
    expect(page.locator("#q")).to_be_focused()


def test_a_search_is_saved_renamed_and_deleted(reader: Page) -> None:
    reader.goto(f"/?q={SEARCH}")
    reader.locator("a[href*='/saved/new']").click()
    reader.locator("#name").fill("Everything of the council")
    reader.get_by_role("button", name="Save", exact=True).click()
    expect(reader.locator("h1")).to_have_text("Everything of the council")
    reader.locator("#name").fill("All of it")
    reader.get_by_role("button", name="Rename").click()
    expect(reader.locator("h1")).to_have_text("All of it")
    reader.get_by_role("button", name="Delete this saved search").click()
    expect(reader.locator("h1")).to_have_text("Deleted")


@pytest.mark.parametrize("address", ["/?q=harbour+bridge&size=5", "/t/4277"])
def test_whatever_has_the_focus_is_in_sight_and_outlined(page: Page, address: str) -> None:
    page.goto(address)
    unseen, stops = [], 0
    while (now := _next_stop(page)) is not None and stops < 200:
        stops += 1
        if not (now["outlined"] and now["seen"]):
            unseen.append(now["what"])
    assert stops > 10
    assert unseen == []


def test_a_dark_screen_gets_a_dark_page(page: Page) -> None:
    page.emulate_media(color_scheme="dark")
    page.goto("/")
    dark = _brightness(page)
    page.emulate_media(color_scheme="light")
    assert dark < 60 < 200 < _brightness(page)


def test_a_decision_prints_without_the_search(page: Page) -> None:
    page.goto("/t/4277")
    page.emulate_media(media="print")
    expect(page.locator("h1")).to_be_visible()
    expect(page.locator("#search")).to_be_hidden()


def _total(page: Page) -> int:
    return int(re.sub(r"[^0-9]", "", page.locator("#total").inner_text()))


def _titles(page: Page) -> list[str]:
    expect(page.locator(".hit h2").first).to_be_visible()
    return page.locator(".hit h2").all_inner_texts()


def _tick(page: Page, name: str, value: str) -> None:
    """Tick a box by the keyboard, which waits for the button, with a script or without."""
    page.locator(f"input[name={name}][value={value}]").press("Space")
    page.locator(".filters button").last.click()
    expect(page).to_have_url(re.compile(f"{name}={value}"))


def _tab_to(page: Page, selector: str, backwards: bool = False) -> None:
    for _ in range(150):
        page.keyboard.press("Shift+Tab" if backwards else "Tab")
        if page.evaluate("wanted => document.activeElement.matches(wanted)", selector):
            return
    raise AssertionError(f"{selector} was not reached in 150 steps")


def _next_stop(page: Page) -> dict[str, object] | None:
    page.keyboard.press("Tab")
    stop: dict[str, object] = page.evaluate(FOCUSED)
    return None if stop["tag"] == "BODY" else stop


def _brightness(page: Page) -> float:
    colour = page.evaluate("() => getComputedStyle(document.body).backgroundColor")
    return sum(float(number) for number in re.findall(r"[0-9.]+", colour)[:3]) / 3
