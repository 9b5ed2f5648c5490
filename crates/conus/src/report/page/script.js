// Conveniences only: without this script every word, figure and number of the page is still reachable.
(() => {
  "use strict";
  const all = (selector) => Array.from(document.querySelectorAll(selector));
  const status = document.getElementById("page-status");
  let quiet = 0;
  const say = (words) => {
    status.textContent = words;
    clearTimeout(quiet);
    quiet = setTimeout(() => { status.textContent = ""; }, 2500);
  };

  // The mark beside a heading is a plain link; a click also copies its address.
  all("a.link-here").forEach((link) => link.addEventListener("click", () => {
    if (!navigator.clipboard) {
      say("The link is in the address bar");
      return;
    }
    navigator.clipboard.writeText(link.href).then(
      () => say("Link copied"),
      () => say("The link is in the address bar"),
    );
  }));

  // The drawing is in the page already, so it is saved from here even when its file is not beside the report.
  all("a.download").forEach((link) => link.addEventListener("click", () => {
    const svg = document.getElementById(link.dataset.figure).querySelector(".drawing svg");
    const source = new XMLSerializer().serializeToString(svg);
    link.href = "data:image/svg+xml;charset=utf-8," + encodeURIComponent(source);
  }));

  // One button folds or unfolds the numbers behind all figures.
  const numbers = all(".plate details");
  if (numbers.length > 1) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "all-numbers";
    const name = () => {
      button.textContent = numbers.every((one) => one.open) ? "Hide all numbers" : "Show all numbers";
    };
    button.addEventListener("click", () => {
      const open = !numbers.every((one) => one.open);
      numbers.forEach((one) => { one.open = open; });
      name();
    });
    numbers.forEach((one) => one.addEventListener("toggle", name));
    name();
    document.querySelector("nav.contents").append(button);
  }

  // A frame that has nothing to scroll needs no stop for the Tab key.
  const stops = () => all(".scroll").forEach((frame) => {
    if (frame.scrollWidth > frame.clientWidth + 1) {
      frame.tabIndex = 0;
    } else {
      frame.removeAttribute("tabindex");
    }
  });
  stops();
  addEventListener("resize", stops);
  numbers.forEach((one) => one.addEventListener("toggle", stops));

  // The contents say where the reader is: the last heading above the upper third of the window.
  const entries = all("nav.contents a");
  const headings = entries.map((entry) => document.getElementById(entry.hash.slice(1)));
  let waiting = false;
  const here = () => {
    waiting = false;
    const above = headings.filter((heading) => heading.getBoundingClientRect().top < innerHeight / 3);
    entries.forEach((entry, index) => {
      if (index === above.length - 1) {
        entry.setAttribute("aria-current", "true");
      } else {
        entry.removeAttribute("aria-current");
      }
    });
  };
  addEventListener("scroll", () => {
    if (!waiting) {
      waiting = true;
      requestAnimationFrame(here);
    }
  }, { passive: true });
  here();
})();
