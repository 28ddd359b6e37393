// Names on the map: placed once the camera rests, without overlap, the step's own places first.

const SANS = '"Source Sans 3", "Segoe UI", Roboto, "Helvetica Neue", "Noto Sans", "Liberation Sans", Arial, "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", sans-serif';
const SERIF = 'Charter, "Bitstream Charter", "Iowan Old Style", "Source Serif 4", Georgia, "Noto Serif", "Liberation Serif", "Songti SC", "Noto Serif CJK SC", serif';
const CELL = 9; // CSS pixels of the coarse picture in which names of areas are placed

const SETTINGS = {
  named: {size: 14, weight: 600, family: SANS, ink: "#1d2429"},
  town: {size: 12, weight: 400, family: SANS, ink: "#3a444b"},
  country: {size: 13, weight: 600, family: SANS, ink: "#5d656b", spacing: 2.4, caps: true},
  area: {size: 12.5, weight: 500, family: SANS, ink: "#4d4638", spacing: 0.6},
  water: {size: 13, weight: 400, family: SERIF, ink: "#44687f", italic: true, spacing: 0.5},
  line: {size: 12.5, weight: 400, family: SERIF, ink: "#35617d", italic: true, spacing: 0.3},
};

function fontOf(setting, scale) {
  return `${setting.italic ? "italic " : ""}${setting.weight} ${Math.round(setting.size * scale * 10) / 10}px ${setting.family}`;
}

function createLabeller(scene, painter) {
  const measure = document.createElement("canvas").getContext("2d");
  let placed = [];

  // free: where names may stand; taken: boxes they must keep clear of; all in CSS pixels.
  function place(zoom, free, taken) {
    const eye = painter.eye(), ratio = eye.pixelRatio;
    const scale = clamp(Math.min(eye.width, eye.height * 1.5) / ratio / 1150, 0.86, 1.5);
    const room = createRoom(free, taken);
    const wishes = collect(eye, zoom, free, scale);
    for (const wish of wishes) if (wish.symbol && !wish.context) room.take(wish.symbol, wish.key);
    placed = [];
    const names = new Set(); // a name stands once: two layers may hold the same country or town
    for (const wish of wishes) {
      const name = wish.lines.join(" ");
      if (names.has(name)) continue;
      const found = wish.kind === "line" ? placeAlong(wish, room, eye)
        : wish.kind === "area" ? placeInside(wish, room, eye, free) : placeBeside(wish, room, eye);
      if (!found) continue;
      placed.push(found);
      names.add(name);
    }
    return placed;
  }

  function collect(eye, zoom, free, scale) {
    const ratio = eye.pixelRatio, wishes = [], state = painter.state();
    let drawn = null;
    const plan = () => (drawn = drawn || createPlan(eye));
    scene.layers.forEach((layer, number) => {
      const shown = state[number], data = painter.packed[number];
      if (!layer.label || layer.label === "none" || !shown || shown.quiet || !data) return;
      const members = new Uint8Array(layer.features.length);
      layer.features.forEach((feature, i) => {
        members[i] = feature[2] && alphaOf(shown, i) && isWorthShowing(layer, shown, i, zoom) ? 1 : 0;
      });
      const wish = (feature, extra) => {
        const own = isOwn(layer, shown);
        const kind = own && layer.label === "town" ? "named" : layer.label;
        const setting = SETTINGS[kind] || SETTINGS.town;
        const text = String(layer.features[feature][2]);
        const style = dress(layer.styles[layer.features[feature][1]], shown);
        wishes.push({
          key: `${number}:${feature}`, layer: number, feature, own, setting, scale,
          ...measured(text, setting, scale), faded: shown.alpha < 1, context: isContext(layer, shown),
          order: orderOf(layer.label, own) + Math.min(9, layer.features[feature][3] || 0) / 10, style, ...extra,
        });
      };
      const kinds = new Set(layer.styles.map((style) => style.kind));
      const level = levelFor(data, eye, 0.8);
      if (kinds.has("point")) {
        eachPoint(level, members, eye, (x, y, feature) => {
          const half = symbolHalf(layer.styles[layer.features[feature][1]], shown) * eye.unit / ratio;
          x /= ratio; y /= ratio;
          if (x < free.left || x > free.right || y < free.top || y > free.bottom) return;
          wish(feature, {kind: "point", x, y, half, water: layer.label === "water",
            symbol: half ? {left: x - half, right: x + half, top: y - half, bottom: y + half} : null});
        });
      }
      if (kinds.has("line")) {
        eachRun(level, members, eye, (feature, run) => wish(feature, {kind: "line", run}));
      }
      if (kinds.has("area")) {
        const {found, holds} = plan().cellsOf(data, areasInView(level, members, eye));
        for (const [feature, cells] of found) if (cells.length > 3) wish(feature, {kind: "area", cells, holds});
      }
    });
    return wishes.sort((a, b) => a.order - b.order || a.layer - b.layer || a.feature - b.feature);
  }

  function measured(text, setting, scale) {
    measure.font = fontOf(setting, scale);
    if ("letterSpacing" in measure) measure.letterSpacing = `${setting.spacing || 0}px`;
    const shown = setting.caps ? text.toUpperCase() : text;
    const lines = wrap(shown, setting.caps ? 16 : 20);
    const lineHeight = setting.size * scale * 1.16;
    return {
      lines, lineHeight,
      width: Math.max(...lines.map((line) => measure.measureText(line).width)),
      height: lines.length * lineHeight,
    };
  }

  // Draw what was placed, where it now is; `alpha` fades all of it.
  function draw(c, eye, alpha) {
    if (alpha <= 0) return;
    const ratio = eye.pixelRatio;
    c.textBaseline = "middle";
    c.textAlign = "center";
    c.lineJoin = "round";
    c.setLineDash([]);
    for (const label of placed) {
      eye.around = eye.middle;
      eye.project(eye, ...label.place);
      if (at.hidden) continue;
      const x = at.x + label.dx * ratio, y = at.y + label.dy * ratio;
      c.globalAlpha = alpha * (label.faded ? 0.55 : 1);
      if (label.leader) {
        c.strokeStyle = "rgba(40,48,54,.65)";
        c.lineWidth = 0.9 * ratio;
        c.beginPath();
        c.moveTo(at.x + label.leader[0] * ratio, at.y + label.leader[1] * ratio);
        c.lineTo(at.x + label.leader[2] * ratio, at.y + label.leader[3] * ratio);
        c.stroke();
      }
      if (label.context && label.half) drawSymbol(c, label.style, at.x, at.y, eye.unit);
      c.save();
      c.translate(x, y);
      if (label.angle) c.rotate(label.angle);
      c.font = fontOf(label.setting, label.scale * ratio);
      if ("letterSpacing" in c) c.letterSpacing = `${(label.setting.spacing || 0) * ratio}px`;
      c.lineWidth = (label.kind === "area" ? 4.4 : 3.4) * ratio;
      c.strokeStyle = label.setting.italic ? "rgba(226,235,240,.85)" : "rgba(252,250,245,.9)";
      c.fillStyle = label.setting.ink;
      label.lines.forEach((line, i) => {
        const down = (i - (label.lines.length - 1) / 2) * label.lineHeight * ratio;
        c.strokeText(line, 0, down);
        c.fillText(line, 0, down);
      });
      c.restore();
    }
    c.globalAlpha = 1;
  }

  return {place, draw, placed: () => placed, clear: () => { placed = []; }};
}

const orderOf = (kind, own) => {
  if (own) return kind === "town" ? 0 : kind === "country" ? 2 : 1;
  return {country: 3, area: 4, water: 5, line: 6, town: 7}[kind] || 8;
};

const symbolHalf = (style, state) => {
  const dressed = dress(style, state);
  return dressed.marker === "none" ? 0 : sizeOf(dressed) / 2 + 2;
};

// Break a long name near its middle, at a space or a stroke.
function wrap(text, longest) {
  if (text.length <= longest) return [text];
  let best = -1;
  for (let i = 1; i < text.length - 1; i++) {
    if (text[i] === " " && Math.abs(i - text.length / 2) < Math.abs(best - text.length / 2)) best = i;
  }
  return best < 0 ? [text] : [text.slice(0, best), text.slice(best + 1)];
}

const overlaps = (a, b, gap = 0) =>
  a.left < b.right + gap && a.right > b.left - gap && a.top < b.bottom + gap && a.bottom > b.top - gap;

// The room that is left: boxes may be taken once.
function createRoom(free, taken) {
  const boxes = taken.map((box) => ({...box, key: ""}));
  return {
    isFree: (box, key) => box.left >= free.left && box.right <= free.right && box.top >= free.top
      && box.bottom <= free.bottom && !boxes.some((other) => other.key !== key && overlaps(box, other, 2)),
    take: (box, key = "") => boxes.push({...box, key}),
  };
}

const boxAt = (x, y, width, height) =>
  ({left: x - width / 2, right: x + width / 2, top: y - height / 2, bottom: y + height / 2});

// Beside a symbol: eight positions close by, then further off with a leader line for the step's own.
function placeBeside(wish, room, eye) {
  const {x, y, half, width, height} = wish;
  const right = half + 3 + width / 2, up = half + 1 + height / 2;
  const close = wish.water || !half ? [[0, 0], [0, -height], [0, height]] : [
    [right, 0], [-right, 0], [0, -up], [0, up], [right * 0.9, -up * 0.75], [right * 0.9, up * 0.75],
    [-right * 0.9, -up * 0.75], [-right * 0.9, up * 0.75]];
  const far = [];
  if (wish.own && half) {
    for (const reach of [20, 34, 50, 70, 95]) {
      for (const [h, v] of [[1, 0.5], [1, -0.5], [-1, -0.5], [-1, 0.5], [0, 1], [0, -1], [1, 1.2], [1, -1.2], [-1, 1.2], [-1, -1.2]]) {
        far.push([h * (width / 2 + reach * 0.7), v * (height / 2 + reach), true]);
      }
    }
  }
  if (wish.context && wish.symbol && !room.isFree(wish.symbol, wish.key)) return null;
  for (const [dx, dy, leads] of [...close, ...far]) {
    const box = boxAt(x + dx, y + dy, width + 2, height);
    if (!room.isFree(box, wish.key)) continue;
    room.take(box, wish.key);
    if (wish.context && wish.symbol) room.take(wish.symbol, wish.key);
    let leader = null;
    if (leads) {
      const toX = clamp(0, dx - width / 2, dx + width / 2), toY = clamp(0, dy - height / 2, dy + height / 2);
      const reach = Math.hypot(toX, toY) || 1;
      leader = [toX / reach * half, toY / reach * half, toX, toY];
    }
    return {...wish, box, dx, dy, leader, place: eye.unproject(x, y)};
  }
  return null;
}

// Along a line: where it runs straightest and the name still fits.
function placeAlong(wish, room, eye) {
  const {run, width, height} = wish;
  let best = null;
  const step = Math.max(1, Math.floor(run.length / 60));
  for (let i = 0; i < run.length; i += step) {
    let j = i, length = 0;
    while (j + 1 < run.length && length < width + 12) {
      length += Math.hypot(run[j + 1][0] - run[j][0], run[j + 1][1] - run[j][1]);
      j++;
    }
    if (length < width + 12) break;
    const [x1, y1] = run[i], [x2, y2] = run[j];
    const straight = Math.hypot(x2 - x1, y2 - y1) / length;
    if (straight < 0.86 || (best && straight <= best.straight)) continue;
    let angle = Math.atan2(y2 - y1, x2 - x1);
    if (angle > Math.PI / 2) angle -= Math.PI; else if (angle < -Math.PI / 2) angle += Math.PI;
    const off = height / 2 + 3;
    const x = (x1 + x2) / 2 + Math.sin(angle) * off, y = (y1 + y2) / 2 - Math.cos(angle) * off;
    const boxes = slantedBoxes(x, y, width, height, angle);
    if (boxes.every((box) => room.isFree(box, wish.key))) best = {straight, x, y, angle, boxes};
  }
  if (!best) return null;
  best.boxes.forEach((box) => room.take(box, wish.key));
  const box = best.boxes.reduce((a, b) => ({left: Math.min(a.left, b.left), right: Math.max(a.right, b.right), top: Math.min(a.top, b.top), bottom: Math.max(a.bottom, b.bottom)}));
  return {...wish, run: null, box, boxes: best.boxes, dx: 0, dy: 0, angle: best.angle, place: eye.unproject(best.x, best.y)};
}

// A slanted name as a row of small upright boxes.
function slantedBoxes(x, y, width, height, angle) {
  const count = Math.max(1, Math.ceil(width / height)), boxes = [];
  for (let k = 0; k < count; k++) {
    const along = ((k + 0.5) / count - 0.5) * width;
    boxes.push(boxAt(x + Math.cos(angle) * along, y + Math.sin(angle) * along, height * 1.1, height * 1.1));
  }
  return boxes;
}

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
  function cellsOf(data, features) {
    const level = levelFor(data, small, 0.4), only = new Uint8Array(data.features), found = new Map();
    c.clearRect(0, 0, columns, rows);
    for (const feature of features) {
      only.fill(0);
      only[feature] = 1;
      const path = new Path2D();
      if (!trace(path, level, only, small, {step: 0.3})) continue;
      const colour = feature + 1;
      c.fillStyle = `rgb(${colour & 255},${colour >> 8 & 255},${colour >> 16 & 255})`;
      c.fill(path);
      found.set(feature, []);
    }
    const pixels = c.getImageData(0, 0, columns, rows).data;
    const owner = new Int32Array(columns * rows).fill(-1);
    for (let i = 0; i < owner.length; i++) {
      if (pixels[4 * i + 3] < 200) continue;
      owner[i] = (pixels[4 * i] | pixels[4 * i + 1] << 8 | pixels[4 * i + 2] << 16) - 1;
      const cells = found.get(owner[i]);
      if (cells) cells.push([i % columns, Math.floor(i / columns)]);
    }
    const holds = (feature, column, row) =>
      column >= 0 && row >= 0 && column < columns && row < rows && owner[row * columns + column] === feature;
    return {found, holds};
  }
  return {cellsOf};
}

// Inside an area: where the name lies best within it, near the middle of what is in view.
function placeInside(wish, room, eye, free) {
  const {cells, holds, feature} = wish;
  const seen = cells.map(([column, row]) => [(column + 0.5) * CELL, (row + 0.5) * CELL])
    .filter(([x, y]) => x > free.left && x < free.right && y > free.top && y < free.bottom);
  if (!seen.length) return null;
  const middleX = seen.reduce((sum, [x]) => sum + x, 0) / seen.length;
  const middleY = seen.reduce((sum, [, y]) => sum + y, 0) / seen.length;
  const reach = Math.hypot(free.right - free.left, free.bottom - free.top);
  const stride = Math.max(1, Math.floor(seen.length / 400));
  let best = null;
  for (let i = 0; i < seen.length; i += stride) {
    const [x, y] = seen[i], box = boxAt(x, y, wish.width + 6, wish.height + 4);
    let covered = 0, all = 0;
    for (let v = Math.floor(box.top / CELL); v <= Math.floor(box.bottom / CELL); v++) {
      for (let h = Math.floor(box.left / CELL); h <= Math.floor(box.right / CELL); h++) { all++; if (holds(feature, h, v)) covered++; }
    }
    const share = covered / all;
    if (share < (wish.own ? 0.5 : 0.72)) continue;
    const score = share - 0.6 * Math.hypot(x - middleX, y - middleY) / reach;
    if ((best && score <= best.score) || !room.isFree(box, wish.key)) continue;
    best = {score, x, y, box};
  }
  if (!best) return null;
  room.take(best.box, wish.key);
  return {...wish, cells: null, holds: null, box: best.box, dx: 0, dy: 0, place: eye.unproject(best.x, best.y)};
}
