// A marked word opens its definition beside it. Without this script the mark is a link to the list.

// Copies for a dialog or the speaker's window, of the page's own nodes: no text is read as markup. A
// marked word is a plain one there; its definition would open beneath.
function plainCopies(nodes) {
  const copies = document.createElement("div");
  copies.append(...[...nodes].map((node) => node.cloneNode(true)));
  for (const word of copies.querySelectorAll(".sg-term")) word.replaceWith(...word.childNodes);
  return [...copies.childNodes];
}

feature("glossary", (stage) => {
  const {root, commands} = stage, box = root.querySelector(".sg-definition");
  let opener = null;

  for (const link of root.querySelectorAll(".sg-term")) {
    link.setAttribute("role", "button");
    link.setAttribute("aria-expanded", "false");
    link.addEventListener("keydown", (event) => {
      if (event.key !== " " || !isPlain(event)) return;
      event.preventDefault();
      link.click();
    });
  }

  function close() {
    if (!opener) return;
    opener.setAttribute("aria-expanded", "false");
    opener.removeAttribute("aria-describedby");
    opener = null;
    box.hidden = true;
  }

  function open(button) {
    const term = document.getElementById(button.getAttribute("href").slice(1));
    close();
    opener = button;
    box.replaceChildren(...[term, term.nextElementSibling].map((part, i) => {
      const copy = document.createElement(i ? "div" : "p");
      copy.className = i ? "" : "sg-definition-name";
      copy.append(...[...part.childNodes].map((node) => node.cloneNode(true)));
      return copy;
    }));
    box.hidden = false;
    button.setAttribute("aria-expanded", "true");
    button.setAttribute("aria-describedby", box.id);
    const word = button.getClientRects()[0], width = box.offsetWidth, height = box.offsetHeight;
    const below = word.bottom + 8 + height < window.innerHeight || word.top < height + 8;
    box.style.left = `${clamp(word.left - 12, 8, Math.max(8, window.innerWidth - width - 8))}px`;
    box.style.top = `${below ? word.bottom + 8 : word.top - height - 8}px`;
  }

  document.addEventListener("click", (event) => {
    const button = event.target.closest && event.target.closest(".sg-term");
    if (button && root.contains(button)) {
      event.preventDefault();
      if (button === opener) close(); else open(button);
    } else if (!box.contains(event.target)) close();
  });
  document.addEventListener("scroll", close, {capture: true, passive: true});
  document.addEventListener("focusin", (event) => { if (opener && event.target !== opener) close(); });
  window.addEventListener("resize", close);
  stage.on("arrive", close);
  commands.add("definition", {keys: ["Escape"], when: () => opener !== null, run: close});
});
