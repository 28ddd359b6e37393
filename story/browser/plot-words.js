// Where the words of a plot stand: by their dots, clear of other words, of dots and of lines.

// From a dot: above, below, left, right, and between. The first that is clear is taken.
const SIDES = [[0, -1], [0, 1], [-1, 0], [1, 0], [-1, -1], [1, -1], [-1, 1], [1, 1]];
const OFF_DOT = [10, 17, 25]; // from the middle of a dot to the nearest edge of its word
const COVERS = 400, CROSSES = 6; // what it costs to lie on a dot, a word or the edge; on a piece of a line
const PIECE = 3;

// Each word is {at: [[x, y], …], wide, tall, sides}, by any of its places; dots are [x, y, radius], lines
// lists of [x, y], `free` is a box; all in units of the plot. The boxes of the words, in their order.
function placeWords(words, {dots, lines, free}) {
  const spots = lines.flatMap(spotsAlong), placed = [];
  const isOn = (box) => ([x, y, radius]) =>
    Math.hypot(x - clamp(x, box.left, box.right), y - clamp(y, box.top, box.bottom)) < radius;
  const cost = (box, word) =>
    CROSSES * spots.filter(([x, y]) => x > box.left && x < box.right && y > box.top && y < box.bottom).length
    + COVERS * (dots.filter(isOn(box)).length + placed.filter((other, i) => i !== word && overlaps(box, other, 2)).length)
    + (box.left < free.left || box.right > free.right || box.top < free.top || box.bottom > free.bottom ? COVERS : 0);
  const choices = words.map(({at, wide, tall, sides = SIDES}) => OFF_DOT.flatMap((off) => sides.flatMap(([h, v]) => at.map(([x, y]) =>
    boxAt(x + h * (wide / 2 + (v ? 0 : off)), y + v * (tall / 2 + off), wide, tall)))));
  // the second time each knows where all others stand, and gives way
  for (let turn = 0; turn < 3; turn++) {
    choices.forEach((boxes, word) => {
      const costs = boxes.map((box, i) => cost(box, word) + i);
      placed[word] = boxes[costs.indexOf(Math.min(...costs))];
    });
  }
  return placed;
}

function spotsAlong(line) {
  return line.slice(1).flatMap(([x2, y2], i) => {
    const [x1, y1] = line[i], count = Math.max(1, Math.ceil(Math.hypot(x2 - x1, y2 - y1) / PIECE));
    return Array.from({length: count + 1}, (_, k) => [x1 + (x2 - x1) * k / count, y1 + (y2 - y1) * k / count]);
  });
}
