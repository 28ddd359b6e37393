// Symbols of places, hatches of areas, and the samples of both in the legend.

// Each symbol draws itself round (0, 0) with a half-width of r; `fill` says whether it is solid.
const SHAPES = {
  dot: (c, r) => { c.arc(0, 0, r, 0, 7); },
  ring: (c, r) => { c.arc(0, 0, r, 0, 7); },
  square: (c, r) => { c.rect(-r * 0.85, -r * 0.85, r * 1.7, r * 1.7); },
  diamond: (c, r) => polygon(c, [[0, -r * 1.15], [r * 1.15, 0], [0, r * 1.15], [-r * 1.15, 0]]),
  triangle: (c, r) => polygon(c, [[0, -r * 1.1], [r, r * 0.8], [-r, r * 0.8]]),
  star: (c, r) => polygon(c, Array.from({length: 10}, (_, i) => {
    const reach = i % 2 ? r * 0.5 : r * 1.2, angle = i * Math.PI / 5 - Math.PI / 2;
    return [reach * Math.cos(angle), reach * Math.sin(angle)];
  })),
  cross: (c, r) => { c.moveTo(-r, -r); c.lineTo(r, r); c.moveTo(r, -r); c.lineTo(-r, r); },
  bar: (c, r) => { c.rect(-r, -r * 0.35, r * 2, r * 0.7); },
  // a roadway on two arches
  bridge: (c, r) => {
    c.moveTo(-r * 1.3, -r * 0.55); c.lineTo(r * 1.3, -r * 0.55);
    c.moveTo(-r * 1.1, r * 0.7); c.arc(-r * 0.55, r * 0.7, r * 0.55, Math.PI, 0);
    c.arc(r * 0.55, r * 0.7, r * 0.55, Math.PI, 0);
  },
  // a barrier between two posts
  crossing: (c, r) => {
    c.moveTo(-r, -r); c.lineTo(-r, r); c.moveTo(r, -r); c.lineTo(r, r); c.moveTo(-r, 0); c.lineTo(r, 0);
  },
  anchor: (c, r) => {
    c.moveTo(0, -r * 0.55); c.lineTo(0, r); c.moveTo(-r * 0.5, -r * 0.15); c.lineTo(r * 0.5, -r * 0.15);
    c.moveTo(r * 0.28, -r * 0.83); c.arc(0, -r * 0.83, r * 0.28, 0, 7);
    c.moveTo(-r, r * 0.25); c.quadraticCurveTo(-r * 0.8, r, 0, r); c.quadraticCurveTo(r * 0.8, r, r, r * 0.25);
  },
  // two shores with water between
  strait: (c, r) => {
    c.moveTo(-r, -r * 0.8); c.quadraticCurveTo(0, -r * 0.1, r, -r * 0.8);
    c.moveTo(-r, r * 0.8); c.quadraticCurveTo(0, r * 0.1, r, r * 0.8);
  },
  derrick: (c, r) => {
    c.moveTo(-r * 0.85, r); c.lineTo(0, -r); c.lineTo(r * 0.85, r); c.moveTo(-r * 0.45, r * 0.15); c.lineTo(r * 0.45, r * 0.15);
  },
};
// What kinds of place look like: [shape, solid].
const MARKERS = {
  dot: ["dot", true], ring: ["ring", false], square: ["square", true], diamond: ["diamond", true],
  triangle: ["triangle", true], star: ["star", true], cross: ["cross", false], bar: ["bar", true],
  capital: ["star", true], city: ["dot", true], town: ["dot", true], port: ["anchor", false],
  bridge: ["bridge", false], crossing: ["crossing", false], base: ["square", true],
  field: ["derrick", false], terminal: ["diamond", true], strait: ["strait", false],
  cape: ["triangle", true], tripoint: ["triangle", true], pass: ["cross", false],
  island: ["ring", true], plant: ["bar", true], drill: ["cross", false], site: ["diamond", true],
  spaceport: ["triangle", true],
};

function polygon(c, points) {
  points.forEach(([x, y], i) => (i ? c.lineTo(x, y) : c.moveTo(x, y)));
  c.closePath();
}

const sizeOf = (style) => style.size || 9;

// Draw a symbol at a place of the canvas; lengths are CSS pixels times `ratio`.
function drawSymbol(c, style, x, y, ratio) {
  const [shape, solid] = MARKERS[style.marker] || MARKERS.dot;
  if (style.marker === "none") return;
  const r = sizeOf(style) / 2 * ratio, stroke = (style.width || 1.4) * ratio;
  const ink = tone(style.color || "#333333"), halo = tone(style.casing || "#ffffff");
  c.save();
  c.translate(x, y);
  c.lineJoin = c.lineCap = "round";
  c.setLineDash([]);
  c.beginPath();
  SHAPES[shape](c, r);
  c.strokeStyle = halo;
  c.lineWidth = stroke + 3 * ratio;
  c.stroke();
  if (solid) {
    const before = c.globalAlpha;
    c.globalAlpha = before * (style.fill_opacity === undefined ? 1 : style.fill_opacity);
    c.fillStyle = style.fill ? tone(style.fill) : ink;
    c.fill();
    c.globalAlpha = before;
  }
  c.strokeStyle = ink;
  c.lineWidth = stroke;
  c.stroke();
  c.restore();
}

const hatches = new Map();

// A pattern for the fill of an area; it stays the same while the map moves.
function hatchOf(c, style, ratio) {
  if (!style.hatch || style.hatch === "none") return null;
  const ink = tone(style.color || "#555555"), key = `${style.hatch}|${ink}|${ratio}`;
  if (hatches.has(key)) return hatches.get(key);
  const size = Math.round(8 * ratio), tile = document.createElement("canvas");
  tile.width = tile.height = size;
  const t = tile.getContext("2d");
  t.strokeStyle = t.fillStyle = ink;
  t.lineWidth = 1.1 * ratio;
  t.beginPath();
  if (style.hatch === "diagonal" || style.hatch === "cross") {
    for (const shift of [-size, 0, size]) { t.moveTo(shift, size); t.lineTo(shift + size, 0); }
  }
  if (style.hatch === "back" || style.hatch === "cross") {
    for (const shift of [-size, 0, size]) { t.moveTo(shift, 0); t.lineTo(shift + size, size); }
  }
  if (style.hatch === "horizontal") { t.moveTo(0, size / 2); t.lineTo(size, size / 2); }
  if (style.hatch === "dots") { t.arc(size / 2, size / 2, 1.1 * ratio, 0, 7); t.fill(); } else t.stroke();
  const pattern = c.createPattern(tile, "repeat");
  hatches.set(key, pattern);
  return pattern;
}

// A sample of a style for the legend, drawn by the same code as the map.
function drawSample(canvas, style, ratio = Math.min(3, window.devicePixelRatio || 1)) {
  const room = style.sized ? Math.ceil((style.size || style.width) + 6) : 0;
  const width = Math.max(26, style.size ? room : 0), height = Math.max(16, room);
  canvas.width = width * ratio;
  canvas.height = height * ratio;
  canvas.style.width = `${width}px`;
  canvas.style.height = `${height}px`;
  const c = canvas.getContext("2d");
  c.globalAlpha = style.opacity === undefined ? 1 : style.opacity;
  if (style.kind === "point") {
    drawSymbol(c, {...style, size: style.sized ? sizeOf(style) : Math.min(sizeOf(style), 11)}, width * ratio / 2, height * ratio / 2, ratio);
    return;
  }
  const path = new Path2D();
  if (style.kind === "line") {
    path.moveTo(1, height * ratio * 0.62);
    path.bezierCurveTo(width * ratio * 0.35, height * ratio * 0.2, width * ratio * 0.65, height * ratio, width * ratio - 1, height * ratio * 0.4);
  } else {
    path.rect(2 * ratio, 2 * ratio, (width - 4) * ratio, (height - 4) * ratio);
  }
  if (style.kind === "line" && style.width) style = {...style, width: Math.max(1.5, style.width)};
  if (style.kind === "area") fillPath(c, path, style, ratio);
  strokePath(c, path, style, ratio);
  if (style.kind === "line" && isArrowed(style)) drawHead(c, width * ratio * 0.62, height * ratio * 0.56, 0.05, 4.6 * ratio, style, ratio);
}

function fillPath(c, path, style, ratio) {
  const before = c.globalAlpha;
  if (style.fill) {
    c.globalAlpha = before * (style.fill_opacity === undefined ? 1 : style.fill_opacity);
    c.fillStyle = tone(style.fill);
    c.fill(path);
    c.globalAlpha = before;
  }
  for (const [hatched, alpha] of style.hatches || [[style, 1]]) { // two while one fades into another
    const hatch = hatchOf(c, hatched, ratio);
    if (!hatch) continue;
    c.globalAlpha = before * alpha;
    c.fillStyle = hatch;
    c.fill(path);
  }
  c.globalAlpha = before;
}

function strokePath(c, path, style, ratio, plain = false) {
  const width = style.width === undefined ? 1 : style.width;
  if (!style.color || !width || (style.kind === "area" && style.width === undefined)) return;
  // round joins of a coastline cost a third of a frame, and nobody sees them in flight
  c.lineJoin = plain ? "bevel" : "round";
  c.lineCap = plain ? "butt" : "round";
  if (style.casing) {
    c.setLineDash([]);
    c.strokeStyle = tone(style.casing);
    c.lineWidth = (width + 2.6) * ratio;
    c.stroke(path);
  }
  if (style.dash) c.lineCap = "butt";
  c.setLineDash((style.dash || []).map((length) => length * ratio));
  c.strokeStyle = tone(style.color);
  c.lineWidth = width * ratio;
  c.stroke(path);
}
