// Long texts are kept every twenty seconds after something changed; the button beside does the same without this.
const EVERY = 20_000;

export function startKeeping(form) {
  const told = form.querySelector("[data-kept]");
  let changed = false;
  form.addEventListener("input", () => (changed = true));
  setInterval(async () => {
    if (!changed || form.dataset.sent || document.hidden) return;
    changed = false;
    const typed = new FormData(form);
    typed.set("quietly", "yes");
    try {
      const answer = await fetch(form.action, { method: "POST", body: typed, redirect: "manual" });
      if (answer.status !== 204) throw new Error(String(answer.status));
      const now = new Date();
      if (told) told.textContent = `${told.dataset.words} ${String(now.getHours()).padStart(2, "0")}:${String(now.getMinutes()).padStart(2, "0")}`;
    } catch {
      changed = true;
    }
  }, EVERY);
}
