"""What the script adds, and that it surprises nobody."""

from __future__ import annotations

import re
import time

import pytest
from playwright.sync_api import Page, Route, expect

SEARCHED = "/?q=harbour"


@pytest.fixture
def searched(page: Page) -> Page:
    page.goto(SEARCHED)
    return page


def test_a_slash_leads_to_the_search_box_but_can_be_typed_there(searched: Page) -> None:
    searched.keyboard.press("/")
    expect(searched.locator("#q")).to_be_focused()
    searched.keyboard.type("2023/24")
    expect(searched.locator("#q")).to_have_value("2023/24")


def test_a_filter_that_is_clicked_is_applied_at_once(searched: Page) -> None:
    searched.locator("fieldset.facet label").first.click()
    expect(searched).to_have_url(re.compile(r"[?&]board="))
    expect(searched.locator(".chips li")).to_have_count(1)


def test_a_filter_ticked_by_keyboard_waits_for_the_button(searched: Page) -> None:
    box = searched.locator("fieldset.facet input").first
    box.focus()
    searched.keyboard.press("Space")
    expect(box).to_be_checked()
    searched.wait_for_timeout(300)
    assert searched.url.endswith(SEARCHED)


def test_gone_back_to_a_page_shows_its_own_filters(searched: Page) -> None:
    searched.locator("fieldset.facet label").first.click()
    expect(searched.locator(".chips li")).to_have_count(1)
    searched.go_back()
    expect(searched.locator(".filters :checked")).to_have_count(0)


def test_what_is_left_blank_stays_out_of_the_address(searched: Page) -> None:
    searched.locator("#since").fill("2024")
    searched.locator(".apply button").click()
    expect(searched).to_have_url(re.compile(r"/\?q=harbour&since=2024$"))


def test_a_long_filter_can_be_looked_through_as_one_types(page: Page) -> None:
    page.goto("/")
    facet = page.locator("fieldset[data-find]", has=page.locator(".find")).first
    every = facet.locator("li").count()
    facet.locator(".find").fill("PLANNÍNG")
    expect(facet.locator("li:visible").first).to_contain_text("Planning")
    assert 0 < facet.locator("li:visible").count() < every
    facet.locator(".find").fill("")
    expect(facet.locator("details")).not_to_have_attribute("open", "")


def test_without_script_there_is_no_box_that_would_do_nothing(page: Page) -> None:
    page.route("**/site.js", lambda route: route.abort())
    page.goto("/")
    expect(page.locator(".filters")).to_be_visible()
    expect(page.locator(".find")).to_have_count(0)


def test_a_bar_of_the_chart_says_its_count_and_leads_to_its_months(page: Page) -> None:
    page.goto("/")
    bar = page.locator(".of-years a").last
    bar.hover()
    expect(bar.locator(".tally")).to_be_visible()
    bar.click()
    expect(page.locator(".of-months")).to_be_visible()
    expect(page.locator(".chips li")).to_have_count(1)


SHIFTS = """window.shifts = []
new PerformanceObserver((list) => window.shifts.push(...list.getEntries().map((entry) => entry.value)))
  .observe({type: "layout-shift", buffered: true})"""


def test_nothing_moves_when_the_script_comes_late(page: Page) -> None:
    def late(route: Route) -> None:
        time.sleep(0.4)  # long enough for the page to be drawn without it
        route.continue_()

    page.add_init_script(SHIFTS)
    page.route("**/site.js", late)
    page.goto("/")
    expect(page.locator(".find").first).to_be_visible()
    assert page.evaluate("() => new Promise((done) => setTimeout(() => done(window.shifts), 200))") == []
