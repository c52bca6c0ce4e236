// The counter is worked without the mouse: the page begins where the next thing is typed, and a scanner, which
// presses Enter after each line, has its lines read when they are whole. Before that Enter is a new line.
const isWhole = (text) => {
  const lines = text.split(/\r?\n/).map((line) => line.trim()).filter(Boolean);
  const shortest = Math.min(...lines.map((line) => line.length));
  return (lines.length === 2 && shortest >= 36) || (lines.length === 3 && shortest >= 30);
};

export function startCounter(form) {
  const read = form.querySelector("button[name=read]");
  for (const box of form.querySelectorAll("textarea.input--lines")) {
    box.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" || event.isComposing || !isWhole(box.value)) return;
      event.preventDefault();
      form.requestSubmit(read);
    });
  }
  const begin = CSS.escape(form.dataset.begin);
  if (begin) form.querySelector(`#${begin}, [id^="${begin}-"]:is(input, select, textarea)`)?.focus();
}
