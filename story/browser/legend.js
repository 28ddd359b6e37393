// The legend: just what is on the screen now, drawn by the map's own code.

// [{style, text}] of the classes with a feature in the part of the map that is free of cards; a
// heading has no style. The step's own comes first, then what lies on top, each layer in its own order.
const legendOf = (scene, painter, free) => withoutRepeats(whole(legendGroups(scene, painter, free)).flat());

// Two maps of one place: what both show in the same way is explained once.
function* legendOfBoth(scene, painters, free) {
  const known = new Set(), own = [], ground = [];
  for (const painter of painters) {
    const [first, last] = yield* legendGroups(scene, painter, free);
    own.push(...first);
    ground.push(...last);
  }
  return withoutRepeats([...own, ...ground].filter((rows) => {
    const said = JSON.stringify(rows), isNew = !known.has(said);
    known.add(said);
    return isNew;
  }));
}

// The rows of each layer, that on top first: of those that the step is about, and of the ground.
function* legendGroups(scene, painter, free) {
  const eye = painter.eye(), own = [], ground = [], state = painter.state();
  for (const [number, layer] of scene.layers.entries()) {
    const shown = state[number], data = painter.packed[number];
    if (!shown || !data || shown.unlisted || !zoomShare(layer, eye.zoom)) continue;
    const rows = [], seen = new Map();
    const membersOf = (isMember) => Uint8Array.from(layer.features, (feature, i) => (isMember(feature, i) && alphaOf(shown, i) ? 1 : 0));
    const level = yield* levelMade(data, eye, painter.fault());
    const isSeen = (members, key) => {
      if (!seen.has(key)) seen.set(key, isInView(level, members, eye, free));
      return seen.get(key);
    };
    for (const [style, text, of] of layer.legend) {
      yield;
      const members = membersOf((feature, i) => of.includes(feature[1]) && !isMarked(shown, i));
      if (isNamedOnMap(layer, shown, members, text) || !isSeen(members, of.join())) continue;
      rows.push({text, style: style === null ? null : sampleOf(dress(layer.styles[style], shown), eye)});
    }
    (isOwn(layer, shown) ? own : ground).unshift(rows);
    const {mark} = shown;
    if (mark && mark.legend && isSeen(membersOf((_, i) => mark.only.has(i)), "mark")) {
      own.unshift([{text: mark.legend, style: styleOf(layer, shown, [...mark.only][0])}]);
    }
  }
  return [own, ground];
}

// A sample of sizes is as large as what it explains.
const sampleOf = (style, eye) => (style.sized
  ? {...style, size: style.size && style.size * eye.unit / eye.pixelRatio, width: style.width && style.width * eye.unit / eye.pixelRatio} : style);

// Two layers may hold the same thing; beneath a heading a line speaks of its own layer alone.
function withoutRepeats(groups) {
  const texts = new Set();
  return groups.flatMap((rows) => (rows.some((row) => !row.style) ? rows : rows.filter(({text}) => {
    const isNew = !texts.has(text);
    texts.add(text);
    return isNew;
  })));
}

// A class of one feature that bears its name on the map needs no row.
function isNamedOnMap(layer, shown, members, text) {
  if (!layer.label || layer.label === "none" || shown.quiet) return false;
  const only = layer.features.filter((_, i) => members[i]);
  return only.length === 1 && only[0][2] === text;
}

function isInView(level, members, eye, free) {
  const ratio = eye.pixelRatio;
  const left = free.left * ratio, right = free.right * ratio, top = free.top * ratio, bottom = free.bottom * ratio;
  for (let p = 0; p < level.parts; p++) {
    if (!members[level.feature[p]] || !capInView(level.partCap, p, eye)) continue;
    face(eye, level, p);
    for (let i = level.start[p]; i < level.start[p + 1]; i++) {
      eye.project(eye, level.xyz[3 * i], level.xyz[3 * i + 1], level.xyz[3 * i + 2]);
      if (!at.hidden && at.x >= left && at.y >= top && at.x <= right && at.y <= bottom) return true;
    }
  }
  // an area may fill the view without a vertex in it
  return areaUnder(level, members, eye, (left + right) / 2, (top + bottom) / 2) !== null;
}

// When another step begins: what it cannot show fades and goes, and what stays does not blink.
function fadeLegend(element, scene, state) {
  const possible = new Set(scene.layers.flatMap((layer, i) => (state[i] ? layer.legend.map(([, text]) => text) : [])));
  for (const row of element.children) row.classList.toggle("sg-leaving", !possible.has(row.textContent));
  // a box without lines would lie on the map until the flight is over
  setTimeout(() => {
    const leaving = element.querySelectorAll(".sg-leaving");
    for (const row of leaving) row.remove();
    element.hidden = !element.childElementCount;
    if (leaving.length && !element.hidden) fitLegend(element); // it was as wide as what has gone
  }, 300);
}

function showLegend(element, rows) {
  const before = new Map([...element.children].map((row) => [row.dataset.look, row]));
  const keys = rows.map((row) => JSON.stringify([row.text, row.style]));
  element.replaceChildren(...rows.map((row, i) => {
    const same = before.get(keys[i]);
    if (same) { same.classList.remove("sg-leaving"); return same; }
    const item = document.createElement("span");
    item.dataset.look = keys[i];
    item.className = row.style ? "sg-legend-row" : "sg-legend-row sg-legend-heading";
    if (row.style) {
      const sample = document.createElement("canvas");
      sample.setAttribute("aria-hidden", "true");
      drawSample(sample, row.style);
      item.append(sample);
    }
    item.append(row.text);
    return item;
  }));
  element.hidden = !rows.length;
  fitLegend(element);
}

// A box whose lines wrap is as wide as the widest line, not as it may become.
function fitLegend(element) {
  element.style.width = "";
  const rows = [...element.children];
  if (!rows.some((row) => row.offsetTop > rows[0].offsetTop)) return;
  const left = Math.min(...rows.map((row) => row.offsetLeft)), right = Math.max(...rows.map((row) => row.offsetLeft + row.offsetWidth));
  element.style.width = `${right - left + 1}px`;
}
