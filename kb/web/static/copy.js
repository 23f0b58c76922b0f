// Copies a citation out of the field beside the button and says so. Without this script the
// buttons stay hidden and the fields can be selected. The words it says stand on the buttons.
(() => {
  "use strict";

  const SHOWN = 2500; // milliseconds that a button says what it did

  async function copied(field) {
    field.focus();
    field.select();
    try {
      await navigator.clipboard.writeText(field.value);
      return true;
    } catch {
      // Without https a page may not write to the clipboard, but it may copy what is selected.
      return document.execCommand("copy");
    }
  }

  function makeCopy(button, status) {
    const field = document.getElementById(button.dataset.copy);
    const label = button.querySelector("span");
    const usual = label.textContent;
    let timer = 0;
    button.hidden = false;
    button.addEventListener("click", async () => {
      const done = await copied(field);
      button.focus();
      label.textContent = done ? `✓ ${button.dataset.done}` : usual;
      const said = done ? button.dataset.done : button.dataset.failed;
      status.textContent = ""; // the same words again are said only if they were gone
      requestAnimationFrame(() => (status.textContent = `${said}: ${field.value}`));
      clearTimeout(timer);
      timer = setTimeout(() => (label.textContent = usual), SHOWN);
    });
  }

  // Whoever follows a link to a paragraph wants to cite that paragraph.
  function citePart() {
    const anchor = decodeURIComponent(location.hash.slice(1));
    const part = [...document.querySelectorAll("[data-part]")].find(
      (element) => element.dataset.part === anchor,
    );
    for (const field of document.querySelectorAll(".copy-row textarea")) {
      const form = part?.querySelector(`[data-form="${field.id}"]`);
      field.value = form ? form.textContent : field.defaultValue;
    }
  }

  const status = document.getElementById("copy_status");
  for (const button of document.querySelectorAll("button[data-copy]")) makeCopy(button, status);
  addEventListener("hashchange", citePart);
  citePart();
})();
