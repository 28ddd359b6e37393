// The room on the map that names may take: boxes in CSS pixels, each taken once.

const overlaps = (a, b, gap = 0) =>
  a.left < b.right + gap && a.right > b.left - gap && a.top < b.bottom + gap && a.bottom > b.top - gap;

function createRoom(free, taken) {
  const boxes = taken.map((box) => ({...box, key: ""}));
  const lines = new Set(), cell = 8;
  const cellAt = (x, y) => Math.floor(x / cell) + 4096 * Math.floor(y / cell);
  return {
    free,
    // a run of places through which a line goes, and how much of such lines a box lies across
    markLine(run) {
      for (let i = 1; i < run.length; i++) {
        const [x1, y1] = run[i - 1], [x2, y2] = run[i], steps = Math.ceil(Math.hypot(x2 - x1, y2 - y1) / cell);
        for (let k = 0; k <= steps; k++) lines.add(cellAt(x1 + (x2 - x1) * k / steps, y1 + (y2 - y1) * k / steps));
      }
    },
    crossed(box) {
      let count = 0;
      for (let y = box.top + 2; y < box.bottom; y += cell) {
        for (let x = box.left + 2; x < box.right; x += cell) if (lines.has(cellAt(x, y))) count += 1;
      }
      return count;
    },
    isOnLine: ({left, top}) => lines.has(cellAt(left, top)),
    isFree: (box, key) => box.left >= free.left && box.right <= free.right && box.top >= free.top
      && box.bottom <= free.bottom && !boxes.some((other) => other.key !== key && overlaps(box, other, 2)),
    // a symbol is in the way of a name, but a leader may lead through it where symbols crowd
    isFreeOfNames: (box, key) => !boxes.some((other) => !other.isSymbol && other.key !== key && overlaps(box, other)),
    take: (box, key = "", isSymbol = false) => boxes.push({...box, key, isSymbol}),
  };
}

const boxAt = (x, y, width, height) =>
  ({left: x - width / 2, right: x + width / 2, top: y - height / 2, bottom: y + height / 2});

const boxRound = (boxes) => boxes.reduce((a, b) => ({
  left: Math.min(a.left, b.left), right: Math.max(a.right, b.right),
  top: Math.min(a.top, b.top), bottom: Math.max(a.bottom, b.bottom)}));
