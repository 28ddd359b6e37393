(() => {
  const {lookOf, changeBetween, lookAt, blend} = window.storyglobe.core;
  const style = (more) => ({kind: 'area', fill: '#204060', fill_opacity: 0.8, color: '#ffffff', width: 2, ...more});
  const layer = {styles: [style({}), style({fill: '#e0c0a0', hatch: 'cross', width: 6}), style({fill: undefined, color: undefined})],
    features: [['a', 0], ['b', 1], ['c', 2], ['d', 0]]};
  const state = (only, more = {}) => ({only: new Set(only), alpha: 1, emphasis: false, style: null, skip: null, mark: null, ...more});
  const a = lookOf(layer, state([0, 1])), b = lookOf(layer, state([1, 2], {style: {fill: '#000000'}}));
  const way = changeBetween(a, b, 4), half = lookAt(way, 0.5);
  const alphas = (look) => [0, 1, 2, 3].map((i) => look.reduce((sum, g) => sum + g.members[i] * g.alpha, 0));
  // interrupted half way and turned back: nothing leaps
  const back = lookAt(changeBetween(half, a, 4), 0);
  const mixed = blend(layer.styles[0], layer.styles[1], 0.5);
  return {start: alphas(lookAt(way, 0)), half: alphas(half), end: alphas(lookAt(way, 1)), back: alphas(back),
    same: JSON.stringify(half.map((g) => [g.style.fill, g.style.width])) === JSON.stringify(back.map((g) => [g.style.fill, g.style.width])),
    mixed: [mixed.fill, mixed.width, mixed.hatches.map(([, share]) => share)],
    bare: blend(layer.styles[2], layer.styles[0], 0.25).fill_opacity};
})()
