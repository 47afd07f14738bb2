// Says that a form is on its way when the answer takes longer than a moment, and keeps an impatient
// second click from sending it again. Nothing is disabled: what is pressed is sent as it stands,
// and without this script the key inside each form still makes two sendings one act.

const QUIET_MS = 700;
const LONG_MS = 10000;

const notice = document.getElementById("sending");
let timers = [];
let sent = null;
let pressed = null;

function size(files) {
  const bytes = files.reduce((sum, file) => sum + file.size, 0);
  const [amount, unit] = bytes < 1e6 ? [bytes / 1e3, "kilobyte"] : [bytes / 1e6, "megabyte"];
  const shape = { style: "unit", unit, maximumFractionDigits: 1, numberingSystem: "latn" };
  return new Intl.NumberFormat(document.documentElement.lang, shape).format(amount);
}

function words(form) {
  const inputs = [...form.querySelectorAll('input[type="file"]')];
  const files = inputs.flatMap((input) => [...input.files]);
  if (files.length === 0) return notice.dataset.sending;
  return `${notice.dataset.uploading} ${files.map((file) => file.name).join(", ")} (${size(files)})`;
}

function show(text) {
  notice.textContent = text;
  pressed?.setAttribute("aria-disabled", "true");
}

function begin(form, submitter) {
  sent = form;
  pressed = submitter;
  const text = words(form);
  timers = [
    setTimeout(() => show(text), QUIET_MS),
    setTimeout(() => show(`${text} ${notice.dataset.long}`), LONG_MS),
  ];
}

function reset() {
  timers.forEach(clearTimeout);
  notice.textContent = "";
  pressed?.removeAttribute("aria-disabled");
  timers = [];
  sent = pressed = null;
}

addEventListener("submit", (event) => {
  const form = event.target;
  if (event.defaultPrevented || form.target) return;
  if (sent === form) event.preventDefault();
  else {
    reset();
    begin(form, event.submitter);
  }
});
// A form that another script sends says so itself.
addEventListener("sending", (event) => begin(event.target, event.detail));
// A page that comes back from the browser's memory, or whose sending was stopped, begins afresh.
addEventListener("pageshow", reset);
addEventListener("keydown", (event) => {
  if (event.key === "Escape") reset();
});
