// Pages work without this file. It only makes them kinder.
import { startCounter } from "./counter.js";
import { startDepends } from "./depends.js";
import { startExit } from "./exit.js";
import { startKeeping } from "./keep.js";
import { startTypeahead } from "./typeahead.js";

// After a refusal the list of errors takes the focus, so that a screen reader begins with it.
document.querySelector("[data-takes-focus]")?.focus();

// A second press while the first is under way sends nothing. Coming back by history opens the form again.
addEventListener("submit", (event) => {
  const form = event.target;
  if (event.defaultPrevented || form.method !== "post") return;
  if (form.dataset.sent) event.preventDefault();
  else form.dataset.sent = "yes";
});
addEventListener("pageshow", () => document.querySelectorAll("form[data-sent]").forEach((form) => delete form.dataset.sent));

const start = (root) => {
  startDepends(root);
  root.querySelectorAll("select[data-typeahead]").forEach(startTypeahead);
  root.querySelectorAll("form[data-begin]").forEach(startCounter);
  root.querySelectorAll("form[data-keeps]").forEach(startKeeping);
};
startExit();
start(document);
addEventListener("htmx:after:swap", () => start(document));
