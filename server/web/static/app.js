// What forms and links cannot do by themselves; every page works without it.
"use strict";
const summary = document.querySelector("[data-focus]");
if (summary) summary.focus();

document.addEventListener("keydown", (event) => {
  const typing = event.target.closest("input, select, textarea, [contenteditable]");
  if (event.key === "/" && !typing && !event.ctrlKey && !event.metaKey && !event.altKey) {
    const search = document.getElementById("search");
    if (!search) return;
    event.preventDefault();
    search.focus();
    search.select();
  }
  if (event.key === "Escape")
    for (const menu of document.querySelectorAll("details.menu[open]")) {
      menu.open = false;
      menu.querySelector("summary").focus();
    }
});

document.addEventListener("click", (event) => {
  for (const menu of document.querySelectorAll("details.menu[open]"))
    if (!menu.contains(event.target)) menu.open = false;
  // A link of the error summary leads into the control, not only to its place.
  const link = event.target.closest(".errsum a[href^='#']");
  const control = link && document.getElementById(decodeURIComponent(link.hash.slice(1)));
  if (!control) return;
  event.preventDefault();
  control.scrollIntoView({ block: "center" });
  control.focus();
});

// Controls that do not apply to what was chosen are hidden and not sent. Without this they all stand there, and the
// server names what does not fit.
const applies = (form, condition) =>
  condition.split("&").every((part) => {
    const [name, list] = part.split(":");
    const control = form.elements[name];
    if (!control) return true;
    const excluding = list.startsWith("!");
    return (excluding ? list.slice(1) : list).split(",").includes(control.value) !== excluding;
  });
const showWhatApplies = (form) => {
  for (const field of form.querySelectorAll("[data-when]")) {
    field.hidden = !applies(form, field.dataset.when);
    for (const control of field.querySelectorAll("input, select, textarea")) control.disabled = field.hidden;
  }
};
const formsThatDepend = [...document.querySelectorAll("form")].filter((form) => form.querySelector("[data-when]"));
for (const form of formsThatDepend) {
  showWhatApplies(form);
  form.addEventListener("input", () => showWhatApplies(form));
}

// Asked first, then sent once: a second click must not draw a second lease.
document.addEventListener("submit", (event) => {
  const form = event.target;
  const asked = form.elements.confirm;
  if (asked && !asked.disabled) {
    // What is asked here is not sent: the server would ask it again. {amount} stands for what was typed.
    asked.disabled = window.confirm(asked.value.replace(/\{(\w+)\}/g, (_, name) => form.elements[name]?.value ?? ""));
    if (!asked.disabled) {
      event.preventDefault();
      return;
    }
  }
  if (!("once" in form.dataset)) return;
  if ("sent" in form.dataset) event.preventDefault();
  form.dataset.sent = "";
});

// Back from the browser's memory: the form may be sent again.
window.addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("form[data-sent]")) delete form.dataset.sent;
  for (const asked of document.querySelectorAll("input[name=confirm]")) asked.disabled = false;
  formsThatDepend.forEach(showWhatApplies);
});

// What is typed into a form that the server keeps goes there a moment later, and at once when the page is left; sending
// the form forgets it. Passwords and files stay here. Without this, a form is kept only when its session has ended.
const typedIn = (form) => {
  const fields = new URLSearchParams();
  for (const { name, value, type, checked } of form.elements)
    if (name && !["password", "file", "submit", "button"].includes(type) && (checked || !["radio", "checkbox"].includes(type)))
      fields.append(name, value);
  return fields;
};
for (const form of document.querySelectorAll("form[data-keep]")) {
  const note = form.querySelector(".keptnote");
  let pause = 0, unkept = false;
  const keep = () => {
    clearTimeout(pause);
    if (!unkept) return;
    unkept = false;
    const failed = () => { unkept = true; note.hidden = true; };
    fetch("/drafts", { method: "POST", body: typedIn(form), keepalive: true }).then((answer) => (answer.ok ? (note.hidden = false) : failed()), failed);
  };
  form.addEventListener("input", () => {
    unkept = true;
    clearTimeout(pause);
    pause = setTimeout(keep, 500);
  });
  form.addEventListener("submit", keep);
  window.addEventListener("pagehide", keep);
  document.addEventListener("visibilitychange", keep);
}

// The palette: every page of the navigation, what was looked at last, and what the search finds; by keyboard alone.
const palette = document.getElementById("palette");
const recent = JSON.parse(sessionStorage.getItem("recent") || "[]");
if (palette) {
  const word = palette.querySelector("input");
  const list = palette.querySelector("ul");
  const pages = [...document.querySelectorAll(".side li a")].map((a) => ({ key: a.textContent.trim(), href: a.getAttribute("href"), name: "" }));
  let found = [];
  const options = () => [...list.children];
  const choose = (option) => {
    for (const other of options()) other.setAttribute("aria-selected", String(other === option));
    if (option) {
      word.setAttribute("aria-activedescendant", option.id);
      option.scrollIntoView({ block: "nearest" });
    } else word.removeAttribute("aria-activedescendant");
  };
  const listOption = ({ key, name, href }, i) => {
    const option = document.createElement("li");
    const small = document.createElement("small");
    small.textContent = name;
    option.append(key, small);
    Object.assign(option, { id: `palette-${i}`, role: "option" });
    option.dataset.href = href;
    return option;
  };
  const fill = () => {
    const typed = word.value.trim().toLowerCase();
    const fitting = pages.filter((page) => page.key.toLowerCase().includes(typed));
    list.replaceChildren(...(typed ? [...fitting, ...found] : [...recent, ...fitting]).map(listOption));
    choose(list.firstElementChild);
  };
  let asked = "";
  const ask = async () => {
    asked = word.value.trim();
    found = [];
    fill();
    const question = asked;
    const answer = question && (await fetch(`/search/links?q=${encodeURIComponent(question)}`));
    // An answer that was overtaken by more typing is none.
    if (!answer || !answer.ok || question !== asked) return;
    found = (await answer.json()).items;
    fill();
  };
  const openPalette = () => {
    word.value = "";
    found = [];
    fill();
    palette.showModal();
  };
  const go = (option) => { if (option) window.location.assign(option.dataset.href); };
  document.addEventListener("keydown", (event) => {
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "k") {
      event.preventDefault();
      if (!palette.open) openPalette();
    }
  });
  document.querySelector("[data-palette]").addEventListener("click", (event) => {
    event.preventDefault();
    openPalette();
  });
  word.addEventListener("input", ask);
  word.addEventListener("keydown", (event) => {
    const all = options(), at = all.findIndex((option) => option.getAttribute("aria-selected") === "true");
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) choose(all[(at + step + all.length) % all.length]);
    else if (event.key === "Enter") go(all[at]);
    else return;
    event.preventDefault();
  });
  list.addEventListener("click", (event) => go(event.target.closest("li")));
  palette.addEventListener("click", (event) => { if (event.target === palette) palette.close(); });

  // A record that is looked at is offered again, in this tab and until its person signs out.
  const crumb = document.querySelector(".crumbs [aria-current]");
  if (crumb && window.location.pathname.split("/").length === 3) {
    const seen = { key: crumb.textContent, name: "", href: window.location.pathname };
    sessionStorage.setItem("recent", JSON.stringify([seen, ...recent.filter((r) => r.href !== seen.href)].slice(0, 6)));
  }
} else sessionStorage.removeItem("recent");

// A control whose choices are too many to stand in the page asks for those that fit what is typed.
for (const control of document.querySelectorAll("[data-suggest]"))
  control.addEventListener("input", async () => {
    const typed = control.value;
    const answer = await fetch(`${control.dataset.suggest}?q=${encodeURIComponent(typed)}`);
    if (!answer.ok || typed !== control.value) return;
    control.list.replaceChildren(...(await answer.json()).items.map(({ key, name }) => new Option(name, key)));
  });
