// Reading: which step the reader is at, the keys, the address, the list of steps.

const NEXT = new Set(["ArrowRight", "ArrowDown", "PageDown", " "]);
const PREVIOUS = new Set(["ArrowLeft", "ArrowUp", "PageUp"]);

// On a narrow upright screen the map is above the text, otherwise beside it (layout.css).
const stacked = window.matchMedia("(max-width: 900px) and (orientation: portrait), (max-width: 480px)");
const isStacked = () => stacked.matches;

function createReader(root, arrived) {
  const sections = [...root.querySelectorAll(".sg-step")];
  const links = [...root.querySelectorAll(".sg-rail a")];
  let current = -1;
  let slides = false; // while presenting one step fills the screen, and nothing scrolls
  let guided = null; // the section that a key or a link asked for, until the scroll gets there

  const line = () => window.innerHeight * (isStacked() ? 0.74 : 0.5);

  function sectionAtLine() {
    const y = line();
    let found = 0;
    sections.forEach((section, i) => { if (section.getBoundingClientRect().top <= y) found = i; });
    return found;
  }

  function reach(index, revealed = Infinity) {
    if (index === current) {
      if (slides) arrived(Number(sections[index].dataset.step), index, revealed);
      return;
    }
    current = index;
    const section = sections[index], step = Number(section.dataset.step);
    sections.forEach((other, i) => other.classList.toggle("sg-current", i === index));
    links.forEach((link) => (link.closest("li").classList.toggle("sg-current", Number(link.dataset.step) === step && index > 0 && index < sections.length - 1)));
    links.forEach((link) => {
      if (link.closest("li").classList.contains("sg-current")) link.setAttribute("aria-current", "step");
      else link.removeAttribute("aria-current");
    });
    // a frame in a notebook has no address of its own
    try { history.replaceState(null, "", index ? `#${section.id}` : location.pathname + location.search); } catch { /* stays */ }
    arrived(step, index, revealed);
  }

  // While the map fills the window nobody reads: a phone that is turned then leaves the step as it is.
  function settle() {
    if (guided === null && !slides && !document.documentElement.classList.contains("sg-exploring")) reach(sectionAtLine());
  }

  function topOf(section) {
    const card = section.querySelector(".sg-card") || section;
    const box = card.getBoundingClientRect(), height = window.innerHeight;
    if (section.matches(".sg-layout-map") && !isStacked()) return window.scrollY + section.getBoundingClientRect().top;
    if (isStacked()) return window.scrollY + box.top - height * 0.55 - 8;
    const room = height - box.height;
    return window.scrollY + box.top - Math.max(24, room / 2);
  }

  function go(index, {focus = true, smooth = true, revealed = Infinity} = {}) {
    const wanted = clamp(index, 0, sections.length - 1);
    if (slides) {
      reach(wanted, revealed);
      if (focus) sections[wanted].focus({preventScroll: true});
      return;
    }
    guided = wanted;
    reach(wanted);
    const still = !smooth || isStill() || Math.abs(wanted - sectionAtLine()) > 2;
    window.scrollTo({top: wanted ? topOf(sections[wanted]) : 0, behavior: still ? "instant" : "smooth"});
    if (focus) sections[wanted].focus({preventScroll: true});
    release();
  }

  let timer = 0;
  function release() {
    clearTimeout(timer);
    timer = setTimeout(() => { guided = null; }, 120);
  }

  // A tall card is read to its end before the next key leaves it.
  function readOn(direction) {
    const card = sections[current].querySelector(".sg-card").getBoundingClientRect();
    const low = isStacked() ? window.innerHeight * 0.55 : 0;
    if (direction > 0 && card.bottom > window.innerHeight + 4 || direction < 0 && card.top < low - 4) {
      const room = window.innerHeight - low;
      window.scrollBy({top: direction * room * 0.8, behavior: "instant"});
      settle();
      return;
    }
    if (direction > 0 && current === sections.length - 1) { // there is only the foot of the page
      window.scrollTo({top: document.documentElement.scrollHeight, behavior: "instant"});
      return;
    }
    go(current + direction);
  }

  const linked = (hash = location.hash) => {
    let wanted = "";
    try { wanted = decodeURIComponent(hash); } catch { /* half a character: no step has it */ }
    return sections.findIndex((section) => `#${section.id}` === wanted);
  };

  // Nothing is heard before the map stands at its first step: a browser that scrolls to a link's
  // section sooner would begin a flight there, and opening the map would end it halfway.
  function listen() {
    document.addEventListener("keydown", (event) => {
      if (!hasKeys(root) || event.defaultPrevented || slides || !isPlain(event) || isTyping(event.target) || event.target.closest?.("[type=range], [role=slider]") || isPressing(event) || openDialog()) return;
      if (NEXT.has(event.key) && !(event.key === " " && event.shiftKey)) readOn(1);
      else if (PREVIOUS.has(event.key) || event.key === " ") readOn(-1);
      else if (event.key === "Home") go(0);
      else if (event.key === "End") go(sections.length - 1);
      else return;
      event.preventDefault();
    });

    window.addEventListener("scroll", () => { if (guided !== null) release(); else settle(); }, {passive: true});
    window.addEventListener("resize", settle);
    document.addEventListener("click", (event) => {
      const link = event.target.closest('a[href^="#"]');
      if (!link) return;
      const index = sections.findIndex((section) => `#${section.id}` === link.getAttribute("href"));
      if (index < 0) return;
      event.preventDefault();
      go(index);
    });
    // The browser has scrolled already, to under a phone's map, and the address may have followed that.
    window.addEventListener("hashchange", (event) => {
      const index = linked(new URL(event.newURL).hash);
      if (index >= 0) go(index, {smooth: false});
    });
    new ResizeObserver(settle).observe(root.querySelector(".sg-story")); // a part that folds or unfolds moves the others
  }

  // How far a page that is loaded again had been read: pixels beyond the head of its step.
  const wasReload = performance.getEntriesByType("navigation")[0]?.type === "reload";
  window.addEventListener("pagehide", () => {
    if (current >= 0) rememberHere("read", slides ? "" : `${sections[current].id} ${window.scrollY - topOf(sections[current])}`);
  });
  function readBefore(index) {
    const [id, beyond] = (recallHere("read") || "").split(" ");
    return wasReload && id === sections[index].id && Number.isFinite(Number(beyond)) ? Number(beyond) : 0;
  }

  // Where to begin: at the step that the address names, or where the browser has scrolled to.
  const opening = () => (linked() >= 0 ? linked() : sectionAtLine());
  function begin(index) {
    listen();
    if (linked() < 0) { reach(index); return; }
    go(index, {smooth: false});
    window.scrollBy({top: readBefore(index), behavior: "instant"});
  }

  return {
    go, settle, sections, opening, begin,
    setSlides(on) { slides = on; guided = null; },
    stepOf: (index) => Number(sections[index].dataset.step),
    next: () => go(current + 1), previous: () => go(current - 1),
    index: () => current,
  };
}
