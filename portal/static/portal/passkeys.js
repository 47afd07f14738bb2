// Passkeys: ask the browser, put its answer into the form, send the form. Nothing is kept here.
"use strict";

async function optionsOf(form) {
  if (form.dataset.options) {
    return JSON.parse(form.dataset.options);
  }
  const answer = await fetch(form.dataset.optionsFrom, { headers: { Accept: "application/json" } });
  if (!answer.ok) {
    throw new Error(`options: ${answer.status}`);
  }
  return answer.json();
}

async function made(form) {
  const options = (await optionsOf(form)).creation_options;
  const alone = form.elements.passwordless?.checked ?? false;
  const selection = options.publicKey.authenticatorSelection;
  selection.residentKey = alone ? "required" : "discouraged";
  selection.requireResidentKey = alone;
  if (alone) {
    selection.userVerification = "required";
  }
  return window.webauthnJSON.create(options);
}

async function shown(form) {
  return window.webauthnJSON.get((await optionsOf(form)).request_options);
}

async function send(event) {
  const form = event.currentTarget;
  event.preventDefault();
  const failed = form.querySelector("[data-passkey-failed]");
  failed.hidden = true;
  try {
    const answer = await (form.dataset.passkey === "create" ? made(form) : shown(form));
    form.elements.credential.value = JSON.stringify(answer);
    form.submit();
  } catch {
    failed.hidden = false;
  }
}

if (window.webauthnJSON?.supported()) {
  for (const form of document.querySelectorAll("form[data-passkey]")) {
    form.hidden = false;
    form.addEventListener("submit", send);
  }
}
