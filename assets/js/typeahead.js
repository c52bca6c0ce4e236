// A long select becomes a field one can type in (ARIA combobox with a list). The select stays and is what is sent.
const turkic = { ə: "e", ı: "i", İ: "i" };
export const fold = (text) =>
  text.replace(/[əıİ]/gi, (letter) => turkic[letter] ?? turkic[letter.toLowerCase()] ?? letter).normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();

const make = (name, attributes) => {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) value != null && element.setAttribute(key, value);
  return element;
};

function matches(options, typed) {
  const wanted = fold(typed.trim());
  const beginning = options.filter(({ folded }) => folded.startsWith(wanted));
  const inside = options.filter(({ folded }) => !folded.startsWith(wanted) && folded.includes(wanted));
  return [...beginning, ...inside].slice(0, 40);
}

export function startTypeahead(select) {
  if (select.dataset.started) return;
  select.dataset.started = "yes";
  const id = select.id;
  const options = [...select.options].filter((option) => option.value).map((option) => ({ option, folded: fold(option.text) }));
  const input = make("input", {
    class: select.className, id, type: "text", role: "combobox", autocomplete: "off", "aria-expanded": "false",
    "aria-autocomplete": "list", "aria-controls": `${id}-list`, "aria-describedby": select.getAttribute("aria-describedby"),
    "aria-invalid": select.getAttribute("aria-invalid"), spellcheck: "false",
  });
  const label = document.querySelector(`label[for="${CSS.escape(id)}"]`);
  if (label && !label.id) label.id = `${id}-label`;
  const list = make("ul", { class: "typeahead__list", id: `${id}-list`, role: "listbox", hidden: "", "aria-labelledby": label?.id });
  const box = make("div", { class: "typeahead" });
  select.id = `${id}-select`;
  select.hidden = true;
  select.before(box);
  box.append(input, list, select);
  const said = () => (select.value ? select.selectedOptions[0].text : "");
  input.value = said();
  let shown = [];
  let at = -1;

  const close = () => {
    list.hidden = true;
    at = -1;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  };
  const choose = (found) => {
    select.value = found ? found.option.value : "";
    input.value = said();
    select.dispatchEvent(new Event("change", { bubbles: true }));
    close();
  };
  const mark = (to) => {
    list.children[at]?.setAttribute("aria-selected", "false");
    at = (to + shown.length) % shown.length;
    const now = list.children[at];
    now.setAttribute("aria-selected", "true");
    now.scrollIntoView({ block: "nearest" });
    input.setAttribute("aria-activedescendant", now.id);
  };
  const open = (typed) => {
    shown = matches(options, typed);
    at = -1;
    list.replaceChildren(...shown.map(({ option }, index) => {
      const item = make("li", { role: "option", id: `${id}-option-${index}`, "aria-selected": "false" });
      item.textContent = option.text;
      item.addEventListener("mousedown", (event) => (event.preventDefault(), choose(shown[index])));
      return item;
    }));
    if (!shown.length) {
      const item = make("li", { role: "option", "aria-disabled": "true", "aria-selected": "false" });
      item.textContent = select.dataset.none;
      list.append(item);
    }
    list.hidden = false;
    input.setAttribute("aria-expanded", "true");
  };
  const settle = () => {
    if (!input.value.trim()) return choose(null);
    const typed = fold(input.value.trim());
    const exact = options.find(({ folded }) => folded === typed);
    if (exact) choose(exact);
    else if (shown.length === 1 && !list.hidden) choose(shown[0]);
    else keep(input.value.trim());
  };
  // What is not in the list is sent as it was typed: the server says so beside the field and keeps it.
  const keep = (typed) => {
    const own = [...select.options].find((option) => option.dataset.typed) ?? select.appendChild(make("option", { "data-typed": "yes" }));
    own.value = own.text = typed;
    select.value = typed;
    select.dispatchEvent(new Event("change", { bubbles: true }));
    close();
  };

  input.addEventListener("input", () => open(input.value));
  input.addEventListener("click", () => list.hidden && open(""));
  input.addEventListener("blur", settle);
  input.addEventListener("keydown", (event) => {
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (list.hidden) open("");
      if (shown.length) mark(at + (event.key === "ArrowDown" ? 1 : at < 0 ? 0 : -1));
    } else if (event.key === "Enter" && !list.hidden) {
      event.preventDefault();
      if (at >= 0) choose(shown[at]);
      else settle();
    } else if (event.key === "Escape" && !list.hidden) {
      event.preventDefault();
      input.value = said();
      close();
    }
  });
}
