// Passkeys: a form says what it wants by data attributes; webauthn-json speaks to the browser.
// <form data-passkey="get|create" data-options="…"> holds an input named "credential" and a [data-passkey-start].
(() => {
  "use strict";
  const supported = window.PublicKeyCredential && window.webauthnJSON;
  for (const form of document.querySelectorAll("form[data-passkey]")) {
    const start = form.querySelector("[data-passkey-start]");
    const failed = form.querySelector("[data-passkey-failed]");
    if (!supported) {
      form.querySelector("[data-passkey-unsupported]")?.removeAttribute("hidden");
      continue;
    }
    start.hidden = false;
    start.addEventListener("click", async (event) => {
      event.preventDefault();
      if (failed) failed.hidden = true;
      try {
        const options = JSON.parse(form.dataset.options);
        const answer = await window.webauthnJSON[form.dataset.passkey](options);
        form.elements.credential.value = JSON.stringify(answer);
        form.submit();
      } catch {
        if (failed) failed.hidden = false;
      }
    });
  }
})();
