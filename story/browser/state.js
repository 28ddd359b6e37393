// What the map shows, as a pure function of the step: never of the steps before it.

const FADED = 0.3;

// The state of every layer at a step of which so many reveals have been made: null where a layer is
// not shown.
function stateOf(scene, step, revealed = Infinity) {
  const state = stateFrom(scene, scene.steps[step].show);
  state.relief = scene.steps[step].relief === true;
  for (const {hide} of (scene.steps[step].reveal || []).slice(clamp(revealed, 0, 1e9))) {
    for (const [layer, features] of hide) {
      if (!state[layer]) continue;
      if (features === null) state[layer] = null;
      else state[layer].skip = new Set([...(state[layer].skip || []), ...features]);
    }
  }
  return state;
}

function stateFrom(scene, entries) {
  const state = scene.layers.map(() => null);
  for (const entry of entries) {
    state[entry.l] = {
      only: entry.only ? new Set(entry.only) : null,
      alpha: entry.fade ? FADED : 1,
      emphasis: entry.emphasis === true,
      base: entry.base === true,
      quiet: entry.quiet === true,
      unlisted: entry.unlisted === true,
      style: entry.style || null,
      names: entry.names || null, // languages, "" for the layer's own field
      mark: entry.mark ? {...entry.mark, only: new Set(entry.mark.only)} : null,
      // features of other layers stand at the same place
      skip: entry.skip ? new Set(entry.skip) : null,
    };
  }
  return state;
}

function alphaOf(state, feature) {
  if (state === null || (state.only && !state.only.has(feature))) return 0;
  return state.skip && state.skip.has(feature) ? 0 : state.alpha;
}

// How much of a layer a zoom shows: all of it between its own bounds, and it fades at them.
function zoomShare(layer, zoom) {
  if (!layer.zoom) return 1;
  const [least, most] = layer.zoom, fade = 0.2;
  return Math.min(
    least === null ? 1 : clamp((zoom - least) / fade + 1, 0, 1),
    most === null ? 1 : clamp((most - zoom) / fade + 1, 0, 1));
}

// Which ranks of a ranked layer are worth showing at a zoom.
const rankLimit = (kind, zoom) => zoom - ({water: 1.9, line: 3.2}[kind] || 2.6);

// What the step is about is named first, and in bold: the layers that it names itself.
const isOwn = (layer, state) => Boolean(state.only) || state.emphasis || (!state.base && !layer.ranked);

// Ranked places of the base, which no step is about: shown as far as their names find room.
const isContext = (layer, state) => layer.ranked && !(state && (state.only || !state.base));

function isWorthShowing(layer, state, feature, zoom) {
  const rank = layer.features[feature][3];
  return Boolean(state && (state.only || !state.base)) || !rank || rank <= rankLimit(layer.label, zoom);
}

const isMarked = (state, feature) => Boolean(state.mark && state.mark.only.has(feature));

// How a step draws one feature.
const styleOf = (layer, state, feature) => {
  const style = dress(layer.styles[layer.features[feature][1]], state);
  if (!isMarked(state, feature)) return style;
  const {mark} = state;
  return {...style, ...(mark.style.fill ? {fill_opacity: 1} : {}), ...mark.style};
};

// A style as a step asks for it.
function dress(style, state) {
  const result = {...style, ...(state.style || {})};
  if (!state.emphasis) return result;
  if (result.width) result.width *= 1.5;
  if (result.size) result.size *= 1.25;
  if (result.fill_opacity !== undefined) result.fill_opacity = Math.min(1, result.fill_opacity * 1.6);
  return result;
}
