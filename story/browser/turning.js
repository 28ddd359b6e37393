// A card that is taller than the screen: it is read to its end before a press leaves it, never through
// the middle of a chart or of a line of type, and it says that there is more.

const TAIL = 44; // what the sign of more covers, in pixels

const cardOf = (section) => section.querySelector(".sg-card");

// Blank paper after the end, so that the last screen, too, can begin with a whole line (present.css).
const footOf = (card) => (card.matches(".sg-more") ? 0 : parseFloat(card.style.getPropertyValue("--sg-foot")) || 0);
const endOf = (card) => card.scrollHeight - footOf(card) - card.clientHeight;

// Its empty foot alone is not worth a press. On a narrow upright screen the card is as long as its
// text, and a finger moves the step.
const hasMore = (card) => endOf(card) - card.scrollTop > Math.max(4, parseFloat(getComputedStyle(card).paddingBottom) - 8);

// Where something stands, {top, bottom} in pixels from the head of the card's content.
function placeIn(card, {top, bottom}) {
  const head = card.getBoundingClientRect().top + card.clientTop - card.scrollTop;
  return {top: top - head, bottom: bottom - head};
}

const isFolded = (element) => Boolean(element.closest("details:not([open]) > :not(summary)"));
const isLaidOut = (element) => element.getClientRects().length > 0 && !isFolded(element);

// What must not be cut: lines of type, charts, fields; from the top down.
function wholesOf(card) {
  const found = [], range = document.createRange();
  const texts = document.createTreeWalker(card, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    if (!texts.currentNode.data.trim() || isFolded(texts.currentNode.parentElement)) continue;
    range.selectNodeContents(texts.currentNode);
    found.push(...range.getClientRects());
  }
  for (const block of card.querySelectorAll("svg, img, video, canvas, input, button")) if (!isFolded(block)) found.push(block.getBoundingClientRect());
  return found.filter(({height}) => height > 1 && height < 0.8 * card.clientHeight)
    .map((box) => placeIn(card, box)).sort((a, b) => a.top - b.top);
}

const cutAt = (wholes, y) => wholes.filter(({top, bottom}) => top < y - 1 && bottom > y + 1);

// The nearest place at or above y, or at or below it, where nothing is cut.
function wholeAbove(wholes, y) {
  for (let cut = cutAt(wholes, y); cut.length; cut = cutAt(wholes, y)) y = Math.min(...cut.map(({top}) => top));
  const before = Math.max(0, ...wholes.map(({bottom}) => bottom).filter((bottom) => bottom <= y + 1));
  return Math.max(0, y - Math.min(16, Math.max(0, y - before) * 0.6)); // with room above it, and no tail of a letter
}
function wholeBelow(wholes, y) {
  for (let cut = cutAt(wholes, y); cut.length; cut = cutAt(wholes, y)) y = Math.max(...cut.map(({bottom}) => bottom));
  const after = Math.min(y + 16, ...wholes.map(({top}) => top).filter((top) => top >= y - 1));
  return y + Math.max(0, after - y) * 0.4;
}

// The end, begun with a whole line; a chart there has been seen, and may be cut.
const endWhole = (card, wholes) => wholeBelow(wholes.filter(({top, bottom}) => bottom - top < 0.15 * card.clientHeight), endOf(card));

// Where the next screen begins: nothing is passed over, and no press moves only a few pixels.
function nextHead(card) {
  const from = card.scrollTop, high = card.clientHeight, end = endOf(card), wholes = wholesOf(card), edge = from + high - TAIL;
  const unread = wholes.find(({top, bottom}) => bottom > edge && top > from + 8);
  let head = unread ? wholeAbove(wholes, unread.top) : 0;
  if (head < from + 8) head = from + high * 0.85; // taller than the screen
  if (end <= head) return endWhole(card, wholes);
  // what is cut off at the bottom comes to the top whole, where that is not too early
  const cut = [...card.querySelectorAll(".sg-body > *, .sg-chart, .sg-card > :not(.sg-body)")]
    .filter(isLaidOut).map((block) => placeIn(card, block.getBoundingClientRect())).find(({bottom}) => bottom > edge);
  if (cut && cut.top - 16 > from + high * 0.25 && cut.top < head) head = cut.top - 16;
  if (end - head < high * 0.15) head = Math.min(head, from + (end - from) / 2);
  const whole = wholeAbove(wholes, head);
  return whole > from + 8 ? whole : head;
}

function previousHead(card) {
  const head = wholeBelow(wholesOf(card), card.scrollTop - card.clientHeight + TAIL);
  return head < card.clientHeight * 0.15 ? 0 : Math.min(head, card.scrollTop - 8);
}

function scrollCard(card, head) {
  const foot = Math.max(0, head - endOf(card));
  card.style.setProperty("--sg-foot", `${foot}px`);
  if (foot) card.classList.remove("sg-more");
  card.scrollTo({top: head, behavior: "instant"});
}

// Scroll a screen on (1) or back (-1); false where the card ends.
function turnCard(card, direction) {
  const before = card.scrollTop;
  if (direction > 0 && !hasMore(card)) return false;
  scrollCard(card, direction > 0 ? nextHead(card) : previousHead(card));
  return Math.abs(card.scrollTop - before) > 2;
}

// Is some of this paragraph on the screen? What waits, or is held back, is nowhere.
function inView(card, block) {
  const box = block.getBoundingClientRect(), edge = card.getBoundingClientRect();
  return box.height > 0 && box.top < edge.bottom - TAIL && box.bottom > edge.top;
}

// What a press has just shown stands where all of it can be read, and what stood there before stays
// as far as there is room.
function bringIntoView(card, block) {
  if (!isLaidOut(block)) return;
  const {top, bottom} = placeIn(card, block.getBoundingClientRect()), high = card.clientHeight, from = card.scrollTop;
  if (top >= from && bottom <= from + high - (hasMore(card) ? TAIL : 0)) return;
  const wholes = wholesOf(card), least = bottom + TAIL - high < endOf(card) ? wholeBelow(wholes, bottom + TAIL - high) : endWhole(card, wholes);
  scrollCard(card, top < from || least > top ? wholeAbove(wholes, top) : least);
}

feature("turning", (stage) => {
  const {root, mode} = stage;
  function mark() {
    for (const section of root.querySelectorAll(".sg-step")) {
      const card = cardOf(section), on = section.classList.contains("sg-current");
      card.classList.toggle("sg-more", mode.presenting && on && hasMore(card));
    }
  }
  for (const type of ["arrive", "mode", "rest", "held", "revealed"]) stage.on(type, mark);
  root.addEventListener("scroll", () => { if (mode.presenting) mark(); }, {capture: true, passive: true});
  root.addEventListener("toggle", () => { if (mode.presenting) mark(); }, true);
});
