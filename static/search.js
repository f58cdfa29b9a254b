// What JavaScript adds to the search page; everything works without it.
"use strict";

(() => {
  const WIDE = window.matchMedia("(min-width: 54.01rem)");
  // As SearchRequest leaves them out of links: see search/request.py.
  const DEFAULTS = { sort: "relevance", page: "1", exact: "0", copies: "group" };
  const on = (name, act) => document.addEventListener(name, act);
  const form = () => document.getElementById("search-form");
  const refresh = () => window.htmx.trigger(form(), "filters-changed");
  const isLive = () => window.htmx && WIDE.matches;

  function enhance() {
    // Browsers that cannot show a closed tray's content beside the results get it opened.
    const tray = document.querySelector("details.facets");
    if (tray && WIDE.matches && !CSS.supports("selector(::details-content)")) tray.open = true;
  }

  // A filter changed: on wide screens the results follow at once, on narrow ones at "Apply". The order always does.
  on("change", (event) => {
    const field = event.target;
    if (!window.htmx || field.form !== form() || field.name === "q" || field.closest(".dates, .find")) return;
    if (WIDE.matches || field.closest(".status")) refresh();
  });

  // The search inside a facet follows what is typed; one letter is too few to look for.
  let waiting;
  on("input", (event) => {
    const field = event.target;
    if (!isLive() || !field.closest(".find")) return;
    clearTimeout(waiting);
    waiting = setTimeout(() => { if (field.isConnected && field.value.trim().length !== 1) refresh(); }, 200);
  });
  on("keydown", (event) => {
    if (!isLive() || event.key !== "Enter" || !event.target.closest(".find")) return;
    event.preventDefault();
    refresh();
  });

  // Dates wait until both fields are left, or results would take away what is typed in the second.
  const retyped = (dates) => [...dates.querySelectorAll("input")].filter((field) => field.value !== field.defaultValue);
  on("focusout", (event) => {
    const dates = event.target.closest(".dates");
    if (!isLive() || !dates || dates.contains(event.relatedTarget)) return;
    // A field that new results have just replaced is left as well, but not by the reader.
    setTimeout(() => { if (dates.isConnected && retyped(dates).length) refresh(); });
  });

  // Results of an earlier choice that come while a field is typed in leave it as it is.
  let typed = [];
  on("htmx:beforeSwap", () => {
    const fields = document.activeElement.closest(".dates, .find");
    typed = fields ? retyped(fields) : [];
  });
  on("htmx:afterSwap", () => {
    for (const field of typed.splice(0)) document.getElementById(field.id).value = field.value;
  });

  // Empty and default parameters stay out of the address, whether the browser sends the form or htmx does.
  on("formdata", (event) => {
    if (event.target !== form()) return;
    for (const [name, value] of [...event.formData.entries()]) {
      if (!value.trim() || DEFAULTS[name] === value) event.formData.delete(name);
    }
  });

  on("htmx:afterSettle", () => {
    enhance();
    // The box must say what was searched when Back and Forward bring this page again.
    const results = document.getElementById("results");
    if (results) document.getElementById("q").setAttribute("value", results.dataset.q);
  });
  for (const change of ["htmx:pushedIntoHistory", "htmx:replacedInHistory"]) {
    on(change, () => {
      const link = document.getElementById("sign-in");
      if (link) link.search = new URLSearchParams({ next: location.pathname + location.search });
    });
  }
  on("htmx:historyRestore", enhance);

  // If the results cannot be fetched, the page that the browser then gets itself says what is wrong.
  for (const failure of ["htmx:sendError", "htmx:responseError"]) {
    on(failure, () => form().submit());
  }

  // A page brought back as it was left may have ticks that were never applied.
  window.addEventListener("pageshow", (event) => { if (event.persisted) form().reset(); });

  enhance();
})();
