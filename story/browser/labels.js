// Names on the map: placed once the camera rests, without overlap, the step's own places first.
// Names that still fit stay where they are; the others fade out, and new ones fade in.

function createLabeller(scene, painter) {
  let placed = [], leaving = [], seen = 0, rising = true;

  // free: where names may stand; taken: boxes they must keep clear of; all in CSS pixels. In parts, on a
  // map that stays where it is; until the last one the names stand as they stood.
  function* placing(zoom, free, taken) {
    const eye = painter.eye(), ratio = eye.pixelRatio;
    const scale = clamp(Math.min(eye.width, eye.height * 1.5) / ratio / 1150, 0.86, 1.5) * letterScale();
    const room = createRoom(free, taken);
    const wishes = yield* collect(eye, zoom, free, scale, room);
    for (const wish of wishes) if (wish.symbol && !wish.context) room.take(wish.symbol, wish.key, true);
    // what the reader sees now stays in place if it can
    const before = seen > 0.5 ? new Map(placed.map((label) => [label.key, nowAt(label, eye)])) : new Map();
    const chosen = [];
    const names = new Set(); // a name stands once: two layers may hold the same country or town
    for (const wish of wishes) {
      yield;
      const name = wish.lines.join(" ");
      if (names.has(name)) continue;
      const last = before.get(wish.key);
      const found = wish.kind === "line" ? placeAlong(wish, room, eye, free, last)
        : wish.kind === "area" ? placeInside(wish, room, eye, free, last) : placeBeside(wish, room, eye, last);
      if (!found) continue;
      found.steady = Boolean(last) && isSteady(found, last, eye);
      chosen.push(found);
      names.add(name);
    }
    const kept = new Set(chosen.filter((label) => label.steady).map((label) => label.key));
    leaving = before.size ? placed.filter((label) => !kept.has(label.key)) : [];
    placed = chosen;
    seen = 0;
    rising = true;
    return placed;
  }

  function nowAt(label, eye) {
    eye.around = eye.middle;
    eye.project(eye, ...label.place);
    return {...label, x: at.x / eye.pixelRatio, y: at.y / eye.pixelRatio};
  }

  function isSteady(found, last, eye) {
    const now = nowAt(found, eye);
    return Math.hypot(now.x + found.dx - last.x - last.dx, now.y + found.dy - last.y - last.dy) < 3
      && found.lines.join() === last.lines.join();
  }

  function* collect(eye, zoom, free, scale, room) {
    const ratio = eye.pixelRatio, wishes = [], state = painter.state();
    let drawn = null;
    const plan = () => (drawn = drawn || createPlan(eye));
    for (const [number, layer] of scene.layers.entries()) {
      const shown = state[number], data = painter.packed[number];
      if (!shown || !data || !zoomShare(layer, zoom)) continue;
      const level = yield* levelMade(data, eye, painter.fault());
      yield;
      if (isOwn(layer, shown)) keepOffLines(layer, shown, level, eye, room);
      if (!layer.label || layer.label === "none" || shown.quiet) continue;
      const members = new Uint8Array(layer.features.length);
      layer.features.forEach((feature, i) => {
        members[i] = feature[2] && alphaOf(shown, i) && isWorthShowing(layer, shown, i, zoom) ? 1 : 0;
      });
      const found = []; // [feature, what is known of its place]
      const wish = ([feature, extra]) => {
        const own = isOwn(layer, shown) || isMarked(shown, feature);
        const kind = own && layer.label === "town" ? "named" : layer.label;
        const setting = SETTINGS[kind] || SETTINGS.town;
        const style = styleOf(layer, shown, feature);
        wishes.push({
          key: `${number}:${feature}`, layer: number, feature, own, setting, scale,
          ...measured(namesOf(layer, feature, shown.names), setting, scale),
          faded: shown.alpha < 1, context: isContext(layer, shown),
          order: orderOf(layer.label, own) + Math.min(9, layer.features[feature][3] || 0) / 10, style, ...extra,
        });
      };
      const kinds = new Set(layer.styles.map((style) => style.kind));
      if (kinds.has("point")) {
        eachPoint(level, members, eye, (x, y, feature) => {
          const half = symbolHalf(styleOf(layer, shown, feature)) * eye.unit / ratio;
          x /= ratio; y /= ratio;
          if (x < free.left || x > free.right || y < free.top || y > free.bottom) return;
          found.push([feature, {kind: "point", x, y, half, water: layer.label === "water",
            symbol: half ? {left: x - half, right: x + half, top: y - half, bottom: y + half} : null}]);
        });
      }
      if (kinds.has("line")) {
        eachRun(level, members, eye, (feature, run) => found.push([feature, {kind: "line", run}]));
      }
      if (kinds.has("area")) {
        const {cells, holds} = yield* plan().cellsOf(data, areasInView(level, members, eye));
        for (const [feature, own] of cells) if (own.length > 3) found.push([feature, {kind: "area", cells: own, holds}]);
      }
      for (const one of found) { wish(one); yield; }
    }
    return wishes.sort((a, b) => a.order - b.order || a.layer - b.layer || a.feature - b.feature);
  }

  // Names beside a place should not lie across the step's own lines.
  function keepOffLines(layer, shown, level, eye, room) {
    if (!layer.styles.some((style) => style.kind === "line")) return;
    const members = new Uint8Array(layer.features.length);
    layer.features.forEach((_, i) => { members[i] = alphaOf(shown, i) ? 1 : 0; });
    eachRun(level, members, eye, (_, run) => room.markLine(run));
  }

  // Draw what was placed, where it now is; `alpha` fades what is new, and the rest of it in flight.
  function draw(c, eye, alpha) {
    if (alpha < seen) { leaving = []; rising = false; } // a flight has begun: all of it fades
    seen = alpha;
    c.textBaseline = "middle";
    c.textAlign = "center";
    c.lineJoin = "round";
    c.setLineDash([]);
    for (const label of leaving) drawLabel(c, eye, label, 1 - alpha);
    for (const label of placed) drawLabel(c, eye, label, label.steady && rising ? 1 : alpha);
    c.globalAlpha = 1;
  }

  return {placing, place: (...where) => whole(placing(...where)), draw, placed: () => placed, clear: () => { placed = []; leaving = []; }};
}

const LEADER = [[HALO, 2.9], ["#3d464c", 1.1]]; // seen on a line, too

function drawLabel(c, eye, label, alpha) {
  if (alpha <= 0) return;
  const ratio = eye.pixelRatio;
  eye.around = eye.middle;
  eye.project(eye, ...label.place);
  if (at.hidden) return;
  const {x, y} = at, {setting} = label;
  c.globalAlpha = alpha * (label.faded ? 0.55 : 1);
  if (label.leader) {
    c.beginPath();
    c.moveTo(x + label.leader[0] * ratio, y + label.leader[1] * ratio);
    c.lineTo(x + label.leader[2] * ratio, y + label.leader[3] * ratio);
    for (const [ink, wide] of LEADER) { c.strokeStyle = tone(ink); c.lineWidth = wide * ratio; c.stroke(); }
  }
  if (label.context && label.half) drawSymbol(c, label.style, x, y, eye.unit);
  const font = (c.font = fontOf(setting, label.scale * ratio));
  if ("letterSpacing" in c) c.letterSpacing = `${label.letters ? 0 : (setting.spacing || 0) * ratio}px`;
  c.lineWidth = (label.kind === "area" ? 4.4 : 3.4) * ratio;
  c.strokeStyle = tone(setting.halo || HALO);
  c.fillStyle = tone(setting.ink || label.style.color);
  if (label.letters) {
    const upright = fontOf({...setting, italic: false}, label.scale * ratio);
    // all halos first: one letter's must not lie on its neighbour
    for (const write of ["strokeText", "fillText"]) {
      for (const {letter, dx, dy, angle} of label.letters) {
        c.save();
        c.translate(x + dx * ratio, y + dy * ratio);
        c.rotate(angle);
        c.font = UPRIGHT.test(letter) ? upright : font;
        c[write](letter, 0, 0);
        c.restore();
      }
    }
  } else {
    label.lines.forEach((line, i) => {
      const left = x + label.dx * ratio;
      const down = y + label.dy * ratio + (i - (label.lines.length - 1) / 2) * label.lineHeight * ratio;
      c.strokeText(line, left, down);
      c.fillText(line, left, down);
    });
  }
  if ("letterSpacing" in c) c.letterSpacing = "0px";
}

const orderOf = (kind, own) => {
  if (own) return kind === "town" ? 0 : kind === "country" ? 2 : 1;
  return {country: 3, area: 4, water: 5, line: 6, route: 6, town: 7}[kind] || 8;
};

const symbolHalf = (style) => (style.marker === "none" ? 0 : sizeOf(style) / 2 + 2);
