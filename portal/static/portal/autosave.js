// Saves a form field by field. While the line is down, what is written stays on this device and is
// sent when the line returns; the server compares bases, so nothing newer is overwritten silently.

const PAUSE_MS = 800;
const RETRY_MS = 4000;
const PREFIX = "tara-draft:";

const form = document.querySelector("form[data-autosave]");
const state = form.querySelector(".save-state");
const holders = new Map(
  [...form.querySelectorAll("[data-field]")].map((holder) => [holder.dataset.field, holder]),
);
const touched = new Set();
let timer = 0;
let line = Promise.resolve("saved");

const said = (name) => form.dataset[`said${name}`];
const place = (field) => `${PREFIX}${form.dataset.owner}:${form.dataset.subject}:${field}`;
const baseOf = (field) => form.elements[`base-${field}`];
const inputsOf = (field) =>
  [...holders.get(field).querySelectorAll("input, select, textarea")].filter(
    (input) => !input.name.startsWith("base-") && !input.name.startsWith("choice-"),
  );

function say(text, tone = "") {
  state.textContent = text;
  state.dataset.tone = tone;
}

function clock() {
  const moment = { hour: "2-digit", minute: "2-digit", hourCycle: "h23", numberingSystem: "latn" };
  return new Intl.DateTimeFormat(document.documentElement.lang, moment).format(new Date());
}

// What a field says now: of boxes whether they are ticked, of all others their value.
function written(field) {
  return inputsOf(field).map((input) => [
    input.name,
    input.type === "checkbox" ? input.value : "",
    input.type === "checkbox" ? input.checked : input.value,
  ]);
}

// What the server said of a field. A browser may have put back by itself what was typed before.
function served(field) {
  return inputsOf(field).map((input) => [
    input.name,
    input.type === "checkbox" ? input.value : "",
    input.type === "checkbox" ? input.defaultChecked : servedValue(input),
  ]);
}

function servedValue(input) {
  if (!input.options) return input.defaultValue;
  const chosen = [...input.options].find((one) => one.defaultSelected) ?? input.options[0];
  return chosen?.value ?? "";
}

function write(field, kept) {
  for (const [name, value, now] of kept) {
    const input = inputsOf(field).find(
      (one) => one.name === name && (one.type !== "checkbox" || one.value === value),
    );
    if (!input) continue;
    if (input.type === "checkbox") input.checked = now;
    else input.value = now;
  }
}

// Only the local copy may fail (a browser may forbid it): the form works without.
function keep(field) {
  try {
    const copy = { written: written(field), base: baseOf(field).value };
    localStorage.setItem(place(field), JSON.stringify(copy));
  } catch {
    /* no local copy on this device */
  }
}

function forget(field) {
  try {
    localStorage.removeItem(place(field));
  } catch {
    /* there was none */
  }
}

function found(field) {
  try {
    return JSON.parse(localStorage.getItem(place(field)));
  } catch {
    return null;
  }
}

function touch(field) {
  touched.add(field);
  keep(field);
  clearTimeout(timer);
  timer = setTimeout(save, PAUSE_MS);
}

function body(fields) {
  const sent = new FormData();
  sent.append("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
  for (const field of fields) {
    sent.append(`base-${field}`, baseOf(field).value);
    for (const input of inputsOf(field)) {
      if (input.type !== "checkbox" || input.checked) sent.append(input.name, input.value);
    }
  }
  return sent;
}

// One saving at a time. Resolves to "saved", "conflict", "refused", "offline" or "away".
function save() {
  clearTimeout(timer);
  line = line.then(flush);
  return line;
}

function flush() {
  const fields = [...touched].filter((field) => !holders.get(field).querySelector(".conflict"));
  if (fields.length > 0) return send(fields);
  return touched.size > 0 ? "conflict" : "saved";
}

async function send(fields) {
  const before = new Map(fields.map((field) => [field, JSON.stringify(written(field))]));
  say(said("Saving"));
  let answer;
  try {
    answer = await fetch(form.dataset.autosave, { method: "POST", body: body(fields) });
  } catch {
    say(said("Offline"), "bad");
    timer = setTimeout(save, RETRY_MS);
    return "offline";
  }
  const told = await answer.json().catch(() => null);
  if (told === null) {
    say(said("Away"), "bad");
    return "away";
  }
  if (!answer.ok) {
    say(`${said("Refused")} ${Object.values(told.errors).flat().join(" ")}`, "bad");
    return "refused";
  }
  return settle(fields, before, told);
}

function settle(fields, before, told) {
  for (const field of fields) {
    if (field in told.conflicts) {
      ask(field, told.conflicts[field], told.bases[field]);
      continue;
    }
    baseOf(field).value = told.bases[field];
    if (JSON.stringify(written(field)) === before.get(field)) {
      touched.delete(field);
      forget(field);
    } else {
      keep(field);
      timer = setTimeout(save, PAUSE_MS);
    }
  }
  const torn = Object.keys(told.conflicts).length > 0;
  if (torn) say(said("Conflict"), "bad");
  else say(`${said("Saved")} ${clock()}`, "good");
  return torn ? "conflict" : "saved";
}

// Both texts side by side; the choice is the person's.
function ask(field, other, base) {
  const panel = document.getElementById("conflict").content.firstElementChild.cloneNode(true);
  panel.dataset.conflict = field;
  panel.querySelector(".conflict-theirs").textContent = other.shown;
  for (const radio of panel.querySelectorAll("input")) {
    radio.name = `choice-${field}`;
    radio.checked = false;
    radio.addEventListener("change", () => choose(field, panel, radio.value, other, base));
  }
  holders.get(field).prepend(panel);
}

function choose(field, panel, choice, other, base) {
  panel.remove();
  baseOf(field).value = base;
  if (choice === "mine") {
    touch(field);
    return;
  }
  touched.delete(field);
  forget(field);
  if (typeof other.value === "string") {
    inputsOf(field)[0].value = other.value;
    say("");
  } else {
    location.reload();
  }
}

// What this device kept from a time without a line goes the same way as everything else.
function merge() {
  for (const field of holders.keys()) {
    const copy = found(field);
    if (!copy) continue;
    if (JSON.stringify(copy.written) === JSON.stringify(served(field))) {
      forget(field);
      continue;
    }
    write(field, copy.written);
    baseOf(field).value = copy.base;
    touched.add(field);
  }
  if (touched.size > 0) {
    say(said("Returned"));
    save();
  }
}

form.addEventListener("input", (event) => {
  const holder = event.target.closest("[data-field]");
  if (holder && !event.target.name.startsWith("choice-")) touch(holder.dataset.field);
});
addEventListener("online", save);

// Sending the page waits for what is on its way, and does not walk into a dead line or a shut door.
form.addEventListener("submit", async (event) => {
  event.preventDefault();
  const { submitter } = event;
  const chosen = form.querySelector(".conflict input:checked");
  const outcome = chosen ? "chosen" : await save();
  if (["offline", "away", "conflict"].includes(outcome)) return;
  // What was refused is still on this device alone: it stays until a page shows it again.
  if (outcome !== "refused") for (const field of holders.keys()) forget(field);
  if (submitter?.name) {
    const pressed = document.createElement("input");
    Object.assign(pressed, { type: "hidden", name: submitter.name, value: submitter.value });
    form.append(pressed);
  }
  form.dispatchEvent(new CustomEvent("sending", { bubbles: true, detail: submitter }));
  HTMLFormElement.prototype.submit.call(form);
});

merge();
