// Where a name stands: beside a symbol, or inside an area.

const SHORT_LEADER = 20; // CSS pixels
const LONG_LEADER = 60;
const MUCH = 5; // of a line, in cells of the room
const APART = 7; // CSS pixels between a name with a leader and any other symbol or name
const CELL = 9; // CSS pixels of the coarse picture in which names of areas are placed

// Where a name with a leader stands, from its symbol: right, below, left, above, and between; at
// half a name sideways the leader goes straight up or down.
const ROUND = [[1, 0.5], [1, -0.5], [-1, -0.5], [-1, 0.5], [0, 1], [0, -1], [0.5, 1], [0.5, -1], [-0.5, 1], [-0.5, -1], [1, 1.2], [1, -1.2], [-1, 1.2], [-1, -1.2]];

const grown = ({left, right, top, bottom}, by) => ({left: left - by, right: right + by, top: top - by, bottom: bottom + by});

// A leader as small boxes: it neither runs through a name or a symbol, nor does a later name lie on it.
function alongLeader(x, y, [fromX, fromY, toX, toY]) {
  const count = Math.max(1, Math.round(Math.hypot(toX - fromX, toY - fromY) / 5));
  // not its very end, where its own name stands
  return Array.from({length: count}, (_, i) => boxAt(x + fromX + (toX - fromX) * i / count, y + fromY + (toY - fromY) * i / count, 1, 1));
}

// Beside a symbol: where it stood before, close by, then further off with a leader line for the
// step's own.
function placeBeside(wish, room, eye, last) {
  const {x, y, half, width, height} = wish;
  const right = half + 3 + width / 2, up = half + 1 + height / 2;
  const close = wish.water || !half ? [[0, 0], [0, -height], [0, height], [width / 2, 0], [-width / 2, 0]] : [
    [right, 0], [-right, 0], [0, -up], [0, up], [right * 0.9, -up * 0.75], [right * 0.9, up * 0.75],
    [-right * 0.9, -up * 0.75], [-right * 0.9, up * 0.75]];
  const isKept = Boolean(last) && last.width === width;
  if (isKept) close.unshift([last.dx, last.dy, Boolean(last.leader), last.reach]);
  const far = [], {free} = room;
  // straight above or below, as far as the edge lets it
  const slid = clamp(x, free.left + width / 2 + 1, Math.max(free.left + width / 2 + 1, free.right - width / 2 - 1)) - x;
  if (wish.own) {
    for (const reach of half ? [20, 34, 50, 70, 95] : [20, 40, 60]) {
      for (const [h, v] of ROUND) {
        const dx = h ? h * (width / 2 + (Math.abs(h) < 1 ? 0 : reach * 0.7)) : Math.abs(slid) < width / 2 ? slid : 0;
        far.push([dx, v * (height / 2 + reach), half > 0, reach]);
      }
    }
  }
  if (wish.context && wish.symbol && !room.isFree(wish.symbol, wish.key)) return null;
  const fits = [...close, ...far].map(([dx, dy, leads, reach]) => ({dx, dy, leads, reach, box: boxAt(x + dx, y + dy, width + 2, height)}));
  // from the rim of the symbol to the nearest place of the box
  const leaderOf = ({dx, dy}) => {
    const toX = clamp(0, dx - width / 2, dx + width / 2), toY = clamp(0, dy - height / 2, dy + height / 2);
    const away = Math.hypot(toX, toY) || 1;
    return [toX / away * half, toY / away * half, toX, toY];
  };
  const fitsIn = ({box}) => room.isFree(box, wish.key);
  const through = (fit, isFree) => fit.leads && alongLeader(x, y, leaderOf(fit)).some((box) => !isFree(box, wish.key));
  // beside another symbol it would be taken for that one's name, whatever its leader says
  const isApart = (fit) => room.isFree(grown(fit.box, APART), wish.key);
  const stands = (fit) => fitsIn(fit) && !(fit.leads && !isApart(fit)) && !through(fit, room.isFree);
  const leads = (fit) => fitsIn(fit) && !through(fit, room.isFreeOfNames); // rather through a symbol than without a name
  // a long leader over a line looks as if it led to a place on the other side
  const parts = (fit) => fit.reach > SHORT_LEADER && alongLeader(x, y, leaderOf(fit)).slice(2).some(room.isOnLine);
  const hides = ({box}) => room.crossed(box);
  const near = (reach, most) => fits.find((fit) => !(fit.reach > reach) && stands(fit) && (!wish.own || isApart(fit)) && hides(fit) <= most && !parts(fit));
  const amid = () => fits.filter((fit) => !(fit.reach > LONG_LEADER) && leads(fit)).sort((a, b) => hides(a) - hides(b))[0] || fits.find(leads);
  // rather beside a line than across it, at the end of a short leader if need be; rather across it
  // than at the end of a longer one, unless it would hide much of the line
  const across = isKept && leads(fits[0]) ? fits[0] : fits.find(stands) || amid(), hidden = across ? hides(across) : 0;
  const found = near(SHORT_LEADER, 0) || (hidden >= MUCH && near(LONG_LEADER, hidden / 3)) || across;
  if (found) {
    const {dx, dy, leads, reach, box} = found;
    room.take(box, wish.key);
    if (wish.context && wish.symbol) room.take(wish.symbol, wish.key, true);
    const leader = leads ? leaderOf(found) : null;
    if (leader) for (const spot of alongLeader(x, y, leader)) room.take(spot, wish.key);
    return {...wish, box, dx, dy, leader, reach, place: eye.unproject(x, y)};
  }
  return null;
}

function areasInView(level, members, eye) {
  const found = new Set();
  for (let p = 0; p < level.parts; p++) {
    if (level.kind[p] === EXTERIOR && members[level.feature[p]] && capInView(level.partCap, p, eye)) found.add(level.feature[p]);
  }
  return [...found].sort((a, b) => a - b);
}

// A coarse picture of areas, one number a cell, by which their names are placed.
function createPlan(eye) {
  const small = eye.shrunk(1 / (CELL * eye.pixelRatio)), columns = small.width, rows = small.height;
  const canvas = document.createElement("canvas");
  canvas.width = columns; canvas.height = rows;
  const c = canvas.getContext("2d", {willReadFrequently: true});

  // The cells of each area: a map from feature to a list of [column, row].
  function* cellsOf(data, features) {
    const level = yield* levelMade(data, small, 0.4), only = new Uint8Array(data.features), cells = new Map();
    c.clearRect(0, 0, columns, rows);
    for (const feature of features) {
      only.fill(0);
      only[feature] = 1;
      const path = new Path2D();
      if (!trace(path, level, only, small, {step: 0.3})) continue;
      const colour = feature + 1;
      c.fillStyle = `rgb(${colour & 255},${colour >> 8 & 255},${colour >> 16 & 255})`;
      c.fill(path);
      cells.set(feature, []);
      yield;
    }
    const pixels = c.getImageData(0, 0, columns, rows).data;
    const owner = new Int32Array(columns * rows).fill(-1);
    for (let i = 0; i < owner.length; i++) {
      if (pixels[4 * i + 3] < 200) continue;
      owner[i] = (pixels[4 * i] | pixels[4 * i + 1] << 8 | pixels[4 * i + 2] << 16) - 1;
      const own = cells.get(owner[i]);
      if (own) own.push([i % columns, Math.floor(i / columns)]);
    }
    const holds = (feature, column, row) =>
      column >= 0 && row >= 0 && column < columns && row < rows && owner[row * columns + column] === feature;
    return {cells, holds};
  }
  return {cellsOf};
}

// Inside an area: where it stood before, else where the name lies best within it, near the middle
// of what is in view.
function placeInside(wish, room, eye, free, last) {
  const {cells, holds, feature} = wish;
  const seen = cells.map(([column, row]) => [(column + 0.5) * CELL, (row + 0.5) * CELL])
    .filter(([x, y]) => x > free.left && x < free.right && y > free.top && y < free.bottom);
  if (!seen.length) return null;
  const middleX = seen.reduce((sum, [x]) => sum + x, 0) / seen.length;
  const middleY = seen.reduce((sum, [, y]) => sum + y, 0) / seen.length;
  const reach = Math.hypot(free.right - free.left, free.bottom - free.top);
  const share = (box) => {
    let covered = 0, all = 0;
    for (let v = Math.floor(box.top / CELL); v <= Math.floor(box.bottom / CELL); v++) {
      for (let h = Math.floor(box.left / CELL); h <= Math.floor(box.right / CELL); h++) { all++; if (holds(feature, h, v)) covered++; }
    }
    return covered / all;
  };
  const least = wish.own ? 0.5 : 0.72, stride = Math.max(1, Math.floor(seen.length / 400));
  let best = null;
  const weigh = (x, y, bonus) => {
    const box = boxAt(x, y, wish.width + 6, wish.height + 4), inside = share(box);
    if (inside < least) return;
    const score = inside + bonus - 0.6 * Math.hypot(x - middleX, y - middleY) / reach;
    if ((best && score <= best.score) || !room.isFree(box, wish.key)) return;
    best = {score, x, y, box};
  };
  if (last) weigh(last.x, last.y, 0.5);
  for (let i = 0; i < seen.length; i += stride) weigh(...seen[i], 0);
  if (!best) return null;
  room.take(best.box, wish.key);
  return {...wish, cells: null, holds: null, box: best.box, dx: 0, dy: 0, place: eye.unproject(best.x, best.y)};
}
