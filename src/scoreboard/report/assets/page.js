/* What the pages that compute share: their words, elements, numbers as words, the link to the setting. */
window.scoreboardPage = (() => {
  "use strict";
  let told;

  /* The words of the page, written by Python in its language: no script carries any of its own. */
  function words() {
    told ||= JSON.parse(document.querySelector("script.sb-texts").textContent);
    return told;
  }

  /* A text with its places filled in; of two forms, the one that goes with the number `n`. */
  function say(key, places = {}) {
    const text = words().texts[key];
    const one = () => new Intl.PluralRules(document.documentElement.lang).select(places.n) === "one";
    const form = Array.isArray(text) ? text[one() ? 0 : 1] : text;
    return form.replace(/\{(\w+)\}/g, (_place, name) => places[name]);
  }

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

  /* A number as it is printed: a real minus sign, no minus zero, and the decimal sign of the language. */
  function shown(value, digits = 1) {
    const text = value.toFixed(digits);
    return written(Number(text) === 0 ? text.replace("-", "") : text);
  }

  const written = (digits) => digits.replace("-", "−").replace(".", words().decimal);

  function band([low, high]) {
    return low === high ? `${low}` : `${low}–${high}`;
  }

  async function copyLink(button) {
    const before = button.dataset.label ||= button.textContent;
    try {
      await navigator.clipboard.writeText(location.href);
      button.textContent = say("copied");
    } catch {
      button.textContent = say("copy_by_hand");
    }
    setTimeout(() => { button.textContent = before; }, 2000);
  }

  function whenReady(start) {
    if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start);
    else start();
  }

  return { band, copyLink, drawn, element, say, shown, whenReady, written };
})();
