// Questions that do not apply fold away. What was typed in them stays and the server does not look at it.
const holds = (condition, answer) => {
  if (condition.not) return !holds(condition.not, answer);
  if (condition.all) return condition.all.every((part) => holds(part, answer));
  if (condition.any) return condition.any.some((part) => holds(part, answer));
  return condition.in.includes(answer(condition.question));
};

export function startDepends(root) {
  for (const box of root.querySelectorAll("[data-depends]")) {
    const form = box.closest("form");
    if (!form) continue;
    const condition = JSON.parse(box.dataset.depends);
    const show = () => {
      const told = new FormData(form);
      box.hidden = !holds(condition, (question) => told.get(question) ?? "");
    };
    form.addEventListener("change", show);
    show();
  }
}
