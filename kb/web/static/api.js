// The page of the API: sends what a form says and shows the answer below it.
// Without it the forms lead to the answers themselves.

const LONGEST = 200000; // characters of an answer that are shown

for (const button of document.querySelectorAll("[data-needs-script]")) button.hidden = false;

for (const form of document.querySelectorAll(".api-try")) {
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    send(form, form.parentElement.querySelector(".api-answer"));
  });
}

async function send(form, answer) {
  const request = requestOf(form);
  const [shown, status, text] = ["request", "status", "answer"].map((name) =>
    answer.querySelector(`[data-${name}]`),
  );
  answer.hidden = false;
  shown.textContent = `${request.method} ${request.address}`;
  status.textContent = "…";
  text.textContent = "";
  try {
    const response = await fetch(request.address, request);
    status.textContent = `${response.status} ${response.statusText}`;
    text.textContent = readable(await response.text()).slice(0, LONGEST);
  } catch (error) {
    status.textContent = String(error);
  }
}

// What the form stands for: parts of the path, parameters that were filled in, or a body.
function requestOf(form) {
  const body = form.querySelector("[data-body]");
  if (body) {
    const headers = { "Content-Type": "application/json" };
    return { method: "POST", address: form.dataset.path, headers, body: body.value };
  }
  let address = form.dataset.path;
  for (const part of form.querySelectorAll("[data-part]")) {
    const value = part.value.split("/").map(encodeURIComponent).join("/");
    address = address.replace(`{${part.dataset.part}}`, value);
  }
  const filled = [...new FormData(form)].filter(([, value]) => value !== "");
  const query = new URLSearchParams(filled).toString();
  return { method: "GET", address: query ? `${address}?${query}` : address };
}

function readable(text) {
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text; // lines of JSON, or none
  }
}
