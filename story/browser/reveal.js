// A step that builds up while presenting: what waits for its press takes no room, and what stands
// beneath it waits with it, for a chart would give it away. The head of the card is from the first
// where it will be in the end: a card that grows moves nothing under the eyes of a class.

feature("reveal", (stage) => {
  const {scene, reader, root, mode} = stage;
  const bodyOf = (section) => reader.sections[section].querySelector(".sg-body");
  const pressesOf = (section) => (stage.reveals(section) ? scene.steps[reader.stepOf(section)].reveal : []);
  const growing = [...root.querySelectorAll(".sg-step")].filter((section, i) =>
    pressesOf(i).some(({p}) => p.length) || section.querySelector(".sg-predict[data-hold]"));
  for (const section of growing) section.classList.add("sg-grows");

  function wait(section, revealed) {
    const body = bodyOf(section), presses = pressesOf(section);
    if (!body || !presses.length) return;
    const count = clamp(revealed, 0, presses.length), listed = (some) => some.flatMap(({p}) => p);
    const shown = listed(presses.slice(0, count)), waiting = listed(presses.slice(count)), first = Math.min(...waiting);
    const show = (block, on) => block.classList.toggle("sg-unrevealed", !on);
    [...body.children].forEach((block, i) => show(block, i < first || (shown.includes(i) && !waiting.includes(i))));
    for (let next = body.nextElementSibling; next; next = next.nextElementSibling) show(next, !waiting.length);
  }

  // Where the head of the card is when all of it shows.
  function anchor() {
    const section = reader.sections[stage.section()];
    if (!mode.presenting || !section || !growing.includes(section)) return;
    const card = cardOf(section), read = card.scrollTop;
    section.classList.add("sg-measured");
    const {top} = card.getBoundingClientRect();
    section.classList.remove("sg-measured");
    section.style.setProperty("--sg-head", `${top}px`);
    card.scrollTop = read;
  }

  stage.on("arrive", ({section, revealed}) => { wait(section, revealed); anchor(); stage.say("revealed"); });
  window.addEventListener("resize", anchor);
  // The paragraph that a press shows, counted from 0, or null where it changes the map alone.
  stage.part = (section, press) => {
    const {p} = pressesOf(section)[press] || {p: []};
    return p.length ? bodyOf(section).children[p[0]] : null;
  };
});
