/* What the pages that compute share: elements, numbers as words, the link to the setting. */
window.scoreboardPage = (() => {
  "use strict";

  function element(tag, properties = {}, ...children) {
    const made = Object.assign(document.createElement(tag), properties);
    made.append(...children);
    return made;
  }

  function drawn(tag, attributes, ...children) {
    const made = document.createElementNS("http://www.w3.org/2000/svg", tag);
    for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
    made.append(...children);
    return made;
  }

  /* A number as it is printed: a real minus sign, and no minus zero. */
  function shown(value, digits = 1) {
    const text = value.toFixed(digits);
    return (Number(text) === 0 ? text.replace("-", "") : text).replace("-", "−");
  }

  function band([low, high]) {
    return low === high ? `${low}` : `${low}–${high}`;
  }

  async function copyLink(button) {
    const before = button.dataset.label ||= button.textContent;
    try {
      await navigator.clipboard.writeText(location.href);
      button.textContent = "Link copied";
    } catch {
      button.textContent = "Copy it from the address bar";
    }
    setTimeout(() => { button.textContent = before; }, 2000);
  }

  function whenReady(start) {
    if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start);
    else start();
  }

  return { band, copyLink, drawn, element, shown, whenReady };
})();
