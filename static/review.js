// The keys of the review page: each does what the button or link that shows it does.
"use strict";

document.addEventListener("keydown", (event) => {
  if (event.isComposing || event.ctrlKey || event.metaKey || event.altKey || event.repeat) return;
  if (event.key === "Escape") return event.target.blur();
  if (event.target.matches("input, select, textarea, [contenteditable]")) return;
  const meant = [...document.querySelectorAll("[data-key]")].find((each) => each.dataset.key === event.key.toLowerCase());
  if (!meant) return;
  event.preventDefault();
  if (meant.matches("input")) meant.focus();
  else meant.click();
});
