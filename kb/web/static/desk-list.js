// One checkbox that checks them all. Without this script it stays hidden.
(() => {
  "use strict";

  const all = document.getElementById("pick_all");
  if (!all) return;
  const picks = [...document.querySelectorAll("input[name=pick]")];

  function follow() {
    const count = picks.filter((pick) => pick.checked).length;
    all.checked = count === picks.length;
    all.indeterminate = count > 0 && count < picks.length;
  }

  all.hidden = false;
  all.addEventListener("change", () => {
    for (const pick of picks) pick.checked = all.checked;
  });
  for (const pick of picks) pick.addEventListener("change", follow);
  follow();
})();
