// Looks: how the features of a layer are drawn at a moment, and how one look turns into another.
// A look is a list of groups {style, alpha, members}; members marks each feature of a group with 1.

function lookOf(layer, state) {
  const groups = new Map(), known = new Map(); // by style, and by class: a class has one style, and one where it is marked
  if (!state) return [];
  layer.features.forEach((feature, number) => {
    const alpha = alphaOf(state, number);
    if (!alpha) return;
    const kind = isMarked(state, number) ? `marked ${feature[1]}` : feature[1];
    if (!known.has(kind)) {
      const style = styleOf(layer, state, number), key = JSON.stringify(style);
      if (!groups.has(key)) groups.set(key, {style, alpha, members: new Uint8Array(layer.features.length)});
      known.set(kind, groups.get(key));
    }
    known.get(kind).members[number] = 1;
  });
  return [...groups.values()];
}

// The features that come from one group and go to another, in the order in which they are drawn.
function changeBetween(from, to, features) {
  const place = (groups) => {
    const found = new Int16Array(features).fill(-1);
    groups.forEach(({members}, g) => members.forEach((is, i) => { if (is) found[i] = g; }));
    return found;
  };
  const a = place(from), b = place(to), changes = new Map();
  for (let i = 0; i < features; i++) {
    if (a[i] < 0 && b[i] < 0) continue;
    const key = a[i] * 65536 + b[i];
    if (!changes.has(key)) changes.set(key, {from: from[a[i]], to: to[b[i]], members: new Uint8Array(features)});
    changes.get(key).members[i] = 1;
  }
  // a small symbol lies on a large one
  const size = ({from: one, to: other}) => (other || one).style.size || 0;
  return [...changes.values()].sort((one, other) => size(other) - size(one));
}

// The look a share t of the way; groups that are not to be seen are left out.
function lookAt(changes, t) {
  return changes.map(({from, to, members}) => ({
    members,
    style: blend((from || to).style, (to || from).style, t),
    alpha: (from ? from.alpha : 0) * (1 - t) + (to ? to.alpha : 0) * t,
  })).filter(({alpha}) => alpha > 0.01);
}

const SHADES = 16; // steps of a change of colour: what is computed for a colour can be kept

// The style a share t of the way from one to another. A hatch fades out while another fades in.
function blend(a, b, t) {
  if (t <= 0 || a === b) return a;
  if (t >= 1) return b;
  const nearer = t < 0.5 ? a : b, style = {...a, ...b};
  const mixed = (x, y) => x + (y - x) * t;
  const plain = {size: 9, opacity: 1, fill_opacity: 1, width: style.kind === "area" ? 0 : 1};
  for (const key of Object.keys(plain)) {
    if (a[key] === undefined && b[key] === undefined) continue;
    style[key] = mixed(a[key] === undefined ? plain[key] : a[key], b[key] === undefined ? plain[key] : b[key]);
  }
  if (!a.fill !== !b.fill) style.fill_opacity = mixed(a.fill ? a.fill_opacity ?? 1 : 0, b.fill ? b.fill_opacity ?? 1 : 0);
  if (!a.color !== !b.color) style.width = mixed(a.color ? a.width ?? 1 : 0, b.color ? b.width ?? 1 : 0);
  for (const key of ["fill", "color", "casing"]) if (a[key] && b[key]) style[key] = mixColours(a[key], b[key], t);
  if (!a.casing !== !b.casing) style.casing = nearer.casing;
  style.dash = mixDashes(a.dash, b.dash, t);
  style.marker = nearer.marker;
  if (a.hatch !== b.hatch || (a.hatch && a.color !== b.color)) style.hatches = [[a, 1 - t], [b, t]];
  return style;
}

// A solid line is one whose gaps have no length.
function mixDashes(a, b, t) {
  if (!a && !b) return undefined;
  const other = a || b, long = (dash) => dash || other.map((length, i) => (i % 2 ? 0 : length));
  if (a && b && a.length !== b.length) return t < 0.5 ? a : b;
  const from = long(a), to = long(b);
  return from.map((length, i) => length + (to[i] - length) * t);
}

function mixColours(a, b, t) {
  if (a === b) return a;
  const share = Math.round(t * SHADES) / SHADES, from = channelsOf(a), to = channelsOf(b);
  const [red, green, blue, alpha] = from.map((value, i) => value + (to[i] - value) * share);
  return `rgba(${[red, green, blue].map((v) => Math.round(255 * v)).join(",")},${alpha})`;
}
