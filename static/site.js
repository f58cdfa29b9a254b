// On every page: completions below the search box (an ARIA combobox), the keys to the box and to help, buttons that copy.
// Htmx may put a page back in place, so that nothing here keeps an element.
"use strict";

(() => {
  const ROLES = { role: "combobox", "aria-autocomplete": "list", "aria-controls": "completions" };
  const box = () => document.getElementById("q");
  const list = () => document.getElementById("completions");
  const isOpen = () => !list().hidden;
  const active = () => list().querySelector("[aria-selected=true]");
  let waiting, asking;

  function prepare() {
    // Only a text field may be a combobox.
    box().type = "text";
    for (const [name, value] of Object.entries(ROLES)) box().setAttribute(name, value);
    show("");
  }

  function show(options) {
    list().innerHTML = options;
    list().hidden = !list().children.length;
    box().setAttribute("aria-expanded", String(isOpen()));
    select(null);
  }

  function close() {
    clearTimeout(waiting);
    asking?.abort();
    show("");
  }

  function select(option) {
    active()?.setAttribute("aria-selected", "false");
    option?.setAttribute("aria-selected", "true");
    option?.scrollIntoView({ block: "nearest" });
    if (option) box().setAttribute("aria-activedescendant", option.id);
    else box().removeAttribute("aria-activedescendant");
  }

  async function ask() {
    asking?.abort();
    asking = new AbortController();
    const { signal } = asking;
    try {
      const typed = new URLSearchParams(new FormData(box().form));
      const response = await fetch(`${list().dataset.url}?${typed}`, { signal });
      const options = response.ok ? await response.text() : "";
      if (!signal.aborted && document.activeElement === box()) show(options);
    } catch { /* Taken back, or no connection: the box goes on without. */ }
  }

  function move(step) {
    if (!isOpen()) return ask();
    // Beyond either end lies the box itself.
    const stops = [null, ...list().children];
    select(stops[(stops.indexOf(active()) + step + stops.length) % stops.length]);
  }

  document.addEventListener("input", (event) => {
    if (event.target !== box()) return;
    clearTimeout(waiting);
    waiting = setTimeout(ask, 150);
  });

  document.addEventListener("keydown", (event) => {
    if (event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.target === box()) return onKeyInBox(event);
    if (event.target.matches("input:not([type=checkbox]), select, textarea, [contenteditable]")) return;
    if (event.key === "?") location.assign(list().dataset.keys);
    if (event.key !== "/") return;
    event.preventDefault();
    box().select();
  });

  function onKeyInBox(event) {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) move(step);
    else if (event.key === "Escape" && isOpen()) close();
    else if (event.key === "Enter" && active()) location.assign(active().dataset.url);
    else return;
    event.preventDefault();
  }

  document.addEventListener("focusout", (event) => { if (event.target === box()) close(); });
  // The box keeps the focus, or the list would be gone before the click.
  document.addEventListener("mousedown", (event) => { if (list().contains(event.target)) event.preventDefault(); });
  document.addEventListener("click", (event) => {
    const option = event.target.closest("#completions [role=option]");
    if (option) location.assign(option.dataset.url);
  });
  document.addEventListener("submit", (event) => { if (event.target === box().form) close(); });
  document.addEventListener("htmx:historyRestore", prepare);
  window.addEventListener("pageshow", (event) => { if (event.persisted) close(); });

  // What is copied is a text, or an address as this page would follow it.
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-copy]");
    if (!button) return;
    const { copy, copied } = button.dataset;
    const text = copy.startsWith("/") ? new URL(copy, location.href).href : copy;
    const confirm = () => { button.textContent = document.getElementById("status").textContent = copied; };
    if (navigator.clipboard) navigator.clipboard.writeText(text).then(confirm, () => prompt("", text));
    else prompt("", text);
  });

  document.documentElement.classList.add("js");
  prepare();
})();
