// Questions that do not apply fold away. What was typed in them stays and the server does not look at it.
export function startDepends(root) {
  for (const box of root.querySelectorAll("[data-depends]")) {
    const form = box.closest("form");
    if (!form) continue;
    const wanted = box.dataset.dependsOn.split(" ");
    const show = () => {
      const answer = new FormData(form).get(box.dataset.depends) ?? "";
      box.hidden = !wanted.includes(answer);
    };
    form.addEventListener("change", show);
    show();
  }
}
