// Comfort only: every page does all it does without this file.
// @ts-check
"use strict";

/** "/" goes to the search box, unless something is being typed. */
function goToSearch() {
  const box = /** @type {HTMLInputElement | null} */ (document.getElementById("q"));
  document.addEventListener("keydown", (event) => {
    const at = /** @type {HTMLElement} */ (event.target);
    const typing = at.matches("input:not([type=checkbox]), textarea, select, [contenteditable]");
    if (!box || event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey || typing) return;
    event.preventDefault();
    box.focus();
    box.select();
  });
}

/**
 * What is left blank is no part of the address, which may be sent to somebody.
 * @param {HTMLFormElement} form
 */
function leaveBlanksOut(form) {
  form.addEventListener("formdata", (event) => {
    for (const [name, value] of [...event.formData]) if (value === "") event.formData.delete(name);
  });
}

/**
 * A long facet gets a box that hides the values without what is typed there; the style sheet keeps its room
 * free, so that nothing moves when it comes.
 * @param {HTMLFieldSetElement} facet
 */
function lookAmong(facet) {
  const values = [...facet.querySelectorAll("li")];
  const folded = facet.querySelector("details");
  if (!folded) return;
  const texts = values.map((value) => plain(value.querySelector("label span")?.textContent ?? ""));
  const wasOpen = folded.open;
  const box = document.createElement("input");
  box.type = "search";
  box.className = "find";
  box.placeholder = facet.dataset.find ?? "";
  box.setAttribute("aria-label", box.placeholder);
  box.addEventListener("input", () => {
    const typed = plain(box.value);
    values.forEach((value, place) => (value.hidden = !texts[place].includes(typed)));
    folded.open = typed !== "" || wasOpen;
  });
  facet.querySelector("legend")?.after(box);
}

/**
 * Take case and accents off: “ynys mon” is in “Ynys Môn”.
 * @param {string} text
 */
function plain(text) {
  return text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase().trim();
}

/**
 * A filter that is clicked is applied at once, and says so. One ticked by the keyboard waits for the button:
 * going through a list of boxes must not leave the page.
 * @param {HTMLElement} filters
 * @param {HTMLFormElement} form
 */
function applyOnClick(filters, form) {
  const told = document.createElement("p");
  told.className = "unseen";
  told.setAttribute("role", "status");
  filters.append(told);
  let pointed = false;
  filters.addEventListener("pointerdown", () => (pointed = true));
  filters.addEventListener("keydown", () => (pointed = false));
  filters.addEventListener("change", (event) => {
    const box = /** @type {HTMLElement} */ (event.target);
    if (!pointed || !box.matches(".facet [type=checkbox]")) return;
    told.textContent = filters.dataset.applying ?? "";
    form.requestSubmit();
  });
}

goToSearch();
const form = /** @type {HTMLFormElement | null} */ (document.getElementById("search"));
const filters = /** @type {HTMLElement | null} */ (document.querySelector(".filters"));
if (form) leaveBlanksOut(form);
if (form && filters) applyOnClick(filters, form);
for (const facet of document.querySelectorAll("fieldset[data-find]")) {
  lookAmong(/** @type {HTMLFieldSetElement} */ (facet));
}
// A page gone back to shows its own filters, not the box that was ticked to leave it.
window.addEventListener("pageshow", (event) => event.persisted && form?.reset());
