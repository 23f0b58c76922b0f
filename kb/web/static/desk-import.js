// Each chosen file is sent by itself, with a bar of its own and its report as soon as it is there.
// Without this script the form sends all of them at once.
(() => {
  "use strict";

  const words = document.currentScript.dataset;
  const form = document.getElementById("import_form");
  if (!form) return;
  const files = document.getElementById("import_files");
  const progress = document.getElementById("import_progress");
  const reports = document.getElementById("import_reports");
  const button = form.querySelector("button[type=submit]");

  function line(name) {
    const row = document.createElement("p");
    const bar = document.createElement("progress");
    const label = document.createElement("span");
    bar.max = 1;
    bar.value = 0;
    label.textContent = `${name}: ${words.waiting}`;
    row.append(bar, label);
    progress.append(row);
    return { row, bar, label };
  }

  function failed(name, why) {
    const told = document.createElement("p");
    told.className = "desk-notice warning";
    told.textContent = `${name}: ${why}`;
    reports.append(told);
  }

  // Our own server's answer, parsed and not run: the policy of the page forbids scripts in it.
  function shown(text) {
    const page = new DOMParser().parseFromString(text, "text/html");
    for (const report of page.querySelectorAll(".import-report")) {
      reports.append(document.importNode(report, true));
    }
  }

  function send(name, fields, at) {
    return new Promise((resolve) => {
      const request = new XMLHttpRequest();
      request.open("POST", `${form.action}?one=1`);
      request.upload.addEventListener("progress", (event) => {
        if (event.lengthComputable) at.bar.value = event.loaded / event.total;
      });
      request.upload.addEventListener("load", () => {
        at.bar.removeAttribute("value"); // now it is read, which takes as long as it takes
        at.label.textContent = `${name}: ${words.reading}`;
      });
      request.addEventListener("load", () => {
        if (request.status === 200) shown(request.responseText);
        else if (request.status === 413) failed(name, words.large);
        else failed(name, `${words.failed} (${request.status})`);
        resolve(request.status === 200);
      });
      request.addEventListener("error", () => {
        failed(name, words.failed);
        resolve(false);
      });
      request.send(fields);
    });
  }

  function fieldsFor() {
    const fields = new FormData(form);
    fields.delete("files");
    fields.delete("text");
    return fields;
  }

  form.addEventListener("submit", async (event) => {
    const text = form.elements.text.value;
    const chosen = [...files.files];
    if (!chosen.length) return; // pasted text alone goes the plain way
    event.preventDefault();
    button.disabled = true;
    progress.replaceChildren();
    const lines = chosen.map((file) => line(file.name));
    progress.scrollIntoView({ block: "nearest" });
    for (const [place, file] of chosen.entries()) {
      const at = lines[place];
      if (file.size > Number(words.most)) {
        failed(file.name, words.large);
      } else {
        const fields = fieldsFor();
        fields.append("files", file);
        await send(file.name, fields, at);
      }
      at.row.remove();
    }
    if (text.trim()) {
      const fields = fieldsFor();
      fields.append("text", text);
      const at = line("…");
      if (await send("…", fields, at)) form.elements.text.value = "";
      at.row.remove();
    }
    const done = document.createElement("p");
    done.textContent = words.done;
    progress.append(done);
    files.value = "";
    button.disabled = false;
  });
})();
