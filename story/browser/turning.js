// A card that is taller than the screen: it is read to its end before a press leaves it, chart by
// chart and never through the middle of one, and it says that there is more.

const cardOf = (section) => section.querySelector(".sg-card");

// On a narrow upright screen the card is as long as its text, and a finger moves the step.
const hasMore = (card) => card.scrollTop + card.clientHeight < card.scrollHeight - 4;

// Scroll a screen on (1) or back (-1); false where the card ends.
function turnCard(card, direction) {
  const before = card.scrollTop;
  if (direction > 0 && !hasMore(card)) return false;
  const most = card.clientHeight * 0.85, edge = card.getBoundingClientRect();
  let by = direction * most;
  if (direction > 0) {
    // what is cut off at the bottom comes to the top, where it is not taller than the screen
    const cut = [...card.querySelectorAll(".sg-body > *, .sg-chart, .sg-card > :not(.sg-body)")]
      .map((block) => block.getBoundingClientRect())
      .find((block) => block.height && block.bottom > edge.bottom - TAIL);
    const top = cut ? cut.top - edge.top - 16 : 0;
    if (top > card.clientHeight * 0.25 && top < most) by = top;
  }
  card.scrollBy({top: by, behavior: "instant"});
  return Math.abs(card.scrollTop - before) > 2;
}

// Is some of this paragraph on the screen, whether it waits or not? While a step is held back it is nowhere.
function inView(card, block) {
  const box = block.getBoundingClientRect(), edge = card.getBoundingClientRect();
  return box.height > 0 && box.top < edge.bottom - TAIL && box.bottom > edge.top;
}

// What a press has just shown stands where all of it can be read.
function bringIntoView(card, block) {
  const box = block.getBoundingClientRect(), edge = card.getBoundingClientRect();
  if (box.bottom > edge.bottom - TAIL || box.top < edge.top) card.scrollBy({top: box.top - edge.top - 16, behavior: "instant"});
}

const TAIL = 44; // what the sign of more covers, in pixels

feature("turning", (stage) => {
  const {root, mode} = stage;
  function mark() {
    for (const section of root.querySelectorAll(".sg-step")) {
      const card = cardOf(section), on = section.classList.contains("sg-current");
      card.classList.toggle("sg-more", mode.presenting && on && hasMore(card));
    }
  }
  for (const type of ["arrive", "mode", "rest", "held"]) stage.on(type, mark);
  root.addEventListener("scroll", () => { if (mode.presenting) mark(); }, {capture: true, passive: true});
  root.addEventListener("toggle", () => { if (mode.presenting) mark(); }, true);
});
