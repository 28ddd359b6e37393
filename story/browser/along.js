// Names along a line: glyph by glyph on a smooth path beside it, where it bends least.

const SHARPEST = 24 * RADIANS; // between one letter and the next
const MOST_BENT = 70 * RADIANS; // over the whole name

// The runs of a line that are on the screen, as lists of places in CSS pixels.
function eachRun(level, members, eye, use) {
  const {xyz, start} = level, ratio = eye.pixelRatio;
  for (let p = 0; p < level.parts; p++) {
    if (level.kind[p] !== LINE || !members[level.feature[p]] || !capInView(level.partCap, p, eye)) continue;
    face(eye, level, p);
    let run = [];
    const end = () => { if (run.length > 1) use(level.feature[p], run); run = []; };
    for (let i = start[p]; i < start[p + 1]; i++) {
      eye.project(eye, xyz[3 * i], xyz[3 * i + 1], xyz[3 * i + 2]);
      const x = at.x / ratio, y = at.y / ratio;
      if (at.hidden || x < 0 || y < 0 || at.x > eye.width || at.y > eye.height) { end(); continue; }
      const last = run[run.length - 1];
      if (!last || Math.hypot(x - last[0], y - last[1]) > 4) run.push([x, y]);
    }
    end();
  }
}

// Places every `gap` pixels along a run, each the mean of its surroundings: small meanders go.
function smoothed(run, gap, reach) {
  const even = [run[0]];
  let rest = gap;
  for (let i = 1; i < run.length; i++) {
    const [x1, y1] = run[i - 1], [x2, y2] = run[i], length = Math.hypot(x2 - x1, y2 - y1);
    let gone = rest;
    for (; gone <= length; gone += gap) even.push([x1 + (x2 - x1) * gone / length, y1 + (y2 - y1) * gone / length]);
    rest = gone - length;
  }
  const span = Math.max(1, Math.round(reach / gap));
  return even.map((_, i) => {
    const k = Math.min(span, i, even.length - 1 - i);
    let x = 0, y = 0;
    for (let j = i - k; j <= i + k; j++) { x += even[j][0]; y += even[j][1]; }
    return [x / (2 * k + 1), y / (2 * k + 1)];
  });
}

const turnBetween = (a, b) => Math.abs(Math.atan2(Math.sin(b - a), Math.cos(b - a)));

// The path beside a path on which the middles of letters stand. Letters are told off along this one:
// inside a bend it is the shorter, and would crowd them.
function railOf(path, off, gap, reach) {
  return smoothed(path.map(([x, y], i) => {
    const a = path[Math.max(0, i - 2)], b = path[Math.min(path.length - 1, i + 2)];
    const angle = Math.atan2(b[1] - a[1], b[0] - a[0]);
    return [x + Math.sin(angle) * off, y - Math.cos(angle) * off];
  }), gap, reach);
}

// A name's letters on a stretch of a rail: how they bend, and [{letter, x, y, angle}]; or null where
// that is too much.
function lettersOn(rail, from, to, letters, width, gap) {
  const back = rail[to][0] < rail[from][0];
  const stretch = back ? rail.slice(from, to + 1).reverse() : rail.slice(from, to + 1);
  const spare = ((stretch.length - 1) * gap - width) / 2;
  const set = [];
  let bent = 0;
  for (const {letter, along} of letters) {
    const k = (spare + along) / gap, i = clamp(Math.floor(k), 0, stretch.length - 2), part = k - i;
    const [x1, y1] = stretch[i], [x2, y2] = stretch[i + 1];
    // the direction is taken over some letters, so that they do not dance
    const a = stretch[Math.max(0, i - 2)], b = stretch[Math.min(stretch.length - 1, i + 3)];
    const angle = Math.atan2(b[1] - a[1], b[0] - a[0]);
    const last = set[set.length - 1];
    if (last) {
      const turn = turnBetween(last.angle, angle);
      if (turn > SHARPEST) return null;
      bent += turn;
    }
    if (Math.abs(angle) > 100 * RADIANS) return null; // upside down
    set.push({letter, angle, x: x1 + (x2 - x1) * part, y: y1 + (y2 - y1) * part});
  }
  return bent > MOST_BENT ? null : {set, bent, back};
}

// The whole name where it fits, else what stands before its comma.
function placeAlong(wish, room, eye, free, last) {
  const short = wish.whole.split(", ")[0];
  return placeText(wish, wish.whole, room, eye, free, last)
    || (short === wish.whole ? null : placeText(wish, short, room, eye, free, last));
}

function placeText(wish, line, room, eye, free, last) {
  const {run, height, lines, setting, scale} = wish;
  const beside = (wish.style.width || 1) * eye.unit / eye.pixelRatio / 2;
  setRuler(setting, scale);
  const width = ruler.measureText(line).width, gap = 5, needed = Math.ceil((width + 14) / gap);
  // a route is drawn with a steady hand, a river winds
  const reach = setting.size * scale * (setting === SETTINGS.route ? 3 : 1.1), path = smoothed(run, gap, reach);
  if (path.length <= needed) return null;
  const letters = JOINED.test(line) ? [{letter: line, along: width / 2}] : lettersOf(line, setting, scale);
  const tall = height / lines.length, middle = [(free.left + free.right) / 2, (free.top + free.bottom) / 2];
  const off = tall / 2 + 1 + beside;
  let best = null;
  for (const side of [1, -1]) {
    const rail = railOf(path, side * off, gap, reach), stride = Math.max(1, Math.floor((rail.length - needed) / 70));
    for (let from = 0; from + needed < rail.length; from += stride) {
      const found = lettersOn(rail, from, from + needed, letters, width, gap);
      if (!found) continue;
      const {x, y} = found.set[Math.floor(found.set.length / 2)];
      const away = Math.hypot(x - middle[0], y - middle[1]) / Math.hypot(free.right - free.left, free.bottom - free.top);
      const near = last ? Math.hypot(x - last.x, y - last.y) : 1e9;
      const isBelow = (side < 0) !== found.back;
      const cost = found.bent + 0.5 * away + (isBelow ? 0.25 : 0) - (near < 40 ? 2 - near / 40 : 0);
      if (best && cost >= best.cost) continue;
      const boxes = boxesOf(found.set, width, tall);
      if (boxes.every((box) => room.isFree(box, wish.key))) best = {cost, set: found.set, boxes, x, y};
    }
  }
  if (!best) return null;
  best.boxes.forEach((box) => room.take(box, wish.key));
  return {
    ...wish, run: null, lines: [line], box: boxRound(best.boxes), boxes: best.boxes, dx: 0, dy: 0,
    letters: best.set.map(({letter, x, y, angle}) => ({letter, dx: x - best.x, dy: y - best.y, angle})),
    place: eye.unproject(best.x, best.y),
  };
}

// Upright boxes that cover the letters: one for each, or along a line that was set whole.
function boxesOf(set, width, tall) {
  if (set.length > 1) return set.map(({x, y}) => boxAt(x, y, tall, tall * 1.05));
  const [{x, y, angle}] = set, count = Math.max(1, Math.ceil(width / tall));
  return Array.from({length: count}, (_, k) => {
    const along = ((k + 0.5) / count - 0.5) * width;
    return boxAt(x + Math.cos(angle) * along, y + Math.sin(angle) * along, tall * 1.1, tall * 1.1);
  });
}
