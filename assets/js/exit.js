// Leaves a page at once and takes its place in the history, so that the button back does not lead here again.
export function startExit() {
  for (const link of document.querySelectorAll("a[data-exit]"))
    link.addEventListener("click", (event) => {
      event.preventDefault();
      document.body.hidden = true;
      location.replace(link.href);
    });
}
