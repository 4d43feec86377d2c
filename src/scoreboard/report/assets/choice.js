/* One of several views of the same thing, chosen by the reader; without this script all of them are shown. */
(() => {
  "use strict";
  let number = 0;

  function prepare(choice) {
    const options = [...choice.querySelectorAll(":scope > .sb-option")];
    if (options.length < 2) return;
    const select = document.createElement("select");
    select.id = `sb-choice-${number++}`;
    for (const option of options) select.add(new Option(option.dataset.label, option.dataset.key));
    const label = document.createElement("label");
    label.htmlFor = select.id;
    label.textContent = choice.dataset.label;
    const show = () => options.forEach((option) => { option.hidden = option.dataset.key !== select.value; });
    select.addEventListener("change", show);
    const line = document.createElement("p");
    line.className = "sb-choose";
    line.append(label, " ", select);
    choice.prepend(line);
    show();
  }

  const start = () => document.querySelectorAll(".sb-choice").forEach(prepare);
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start);
  else start();
})();
