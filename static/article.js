// On an article: the way from mark to mark, also by the keys n and p.
"use strict";

(() => {
  const marks = document.querySelectorAll("mark[id]");
  let at = -1;

  function go(step) {
    marks[at]?.classList.remove("here");
    at = (Math.max(at, step < 0 ? 0 : -1) + step + marks.length) % marks.length;
    marks[at].classList.add("here");
    marks[at].scrollIntoView({ block: "center" });
    document.querySelector("#marks output").textContent = `${at + 1} / ${marks.length}`;
  }

  if (!marks.length) return;
  document.getElementById("marks").addEventListener("click", ({ target }) => {
    if (target.dataset.step) go(Number(target.dataset.step));
  });
  document.addEventListener("keydown", (event) => {
    const step = { n: 1, p: -1 }[event.key];
    if (!step || event.ctrlKey || event.metaKey || event.altKey) return;
    if (!event.target.matches("input, select, textarea, [contenteditable]")) go(step);
  });
})();
