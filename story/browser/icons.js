// More symbols of places: drawn by our own paths round (0, 0), with a half-width of r, as in
// symbols.js.

Object.assign(SHAPES, {
  // two peaks
  mountain: (c, r) => polygon(c, [[-r * 1.25, r * 0.85], [-r * 0.3, -r * 0.95], [r * 0.2, -r * 0.15], [r * 0.5, -r * 0.55], [r * 1.25, r * 0.85]]),
  // a hammer and a pick, crossed
  mine: (c, r) => {
    c.moveTo(-r, r); c.lineTo(r * 0.7, -r * 0.7); c.moveTo(r, r); c.lineTo(-r * 0.7, -r * 0.7);
    c.moveTo(r * 0.25, -r * 1.05); c.lineTo(r * 1.05, -r * 0.25);
    c.moveTo(-r * 1.1, -r * 0.2); c.quadraticCurveTo(-r * 0.95, -r * 0.95, -r * 0.2, -r * 1.1);
  },
  // a gable with a flag
  school: (c, r) => {
    polygon(c, [[-r, r], [-r, -r * 0.1], [0, -r * 0.75], [r, -r * 0.1], [r, r]]);
    c.moveTo(0, -r * 0.75); c.lineTo(0, -r * 1.3); c.lineTo(r * 0.6, -r * 1.1); c.lineTo(0, -r * 0.95);
  },
  hospital: (c, r) => polygon(c, [
    [-r * 0.35, -r], [r * 0.35, -r], [r * 0.35, -r * 0.35], [r, -r * 0.35], [r, r * 0.35], [r * 0.35, r * 0.35],
    [r * 0.35, r], [-r * 0.35, r], [-r * 0.35, r * 0.35], [-r, r * 0.35], [-r, -r * 0.35], [-r * 0.35, -r * 0.35]]),
  airport: (c, r) => polygon(c, [
    [0, -r * 1.2], [r * 0.2, -r * 0.8], [r * 0.2, -r * 0.25], [r * 1.2, r * 0.35], [r * 1.2, r * 0.6], [r * 0.2, r * 0.3],
    [r * 0.15, r * 0.75], [r * 0.5, r * 1.05], [0, r * 0.95], [-r * 0.5, r * 1.05], [-r * 0.15, r * 0.75],
    [-r * 0.2, r * 0.3], [-r * 1.2, r * 0.6], [-r * 1.2, r * 0.35], [-r * 0.2, -r * 0.25], [-r * 0.2, -r * 0.8]]),
  // a hull with a deckhouse
  ship: (c, r) => polygon(c, [
    [-r * 1.2, 0], [-r * 0.6, 0], [-r * 0.6, -r * 0.6], [-r * 0.1, -r * 0.6], [-r * 0.1, -r], [r * 0.3, -r], [r * 0.3, -r * 0.6],
    [r * 0.6, -r * 0.6], [r * 0.6, 0], [r * 1.2, 0], [r * 0.8, r * 0.8], [-r * 0.8, r * 0.8]]),
  // a sawtooth roof and a chimney
  factory: (c, r) => polygon(c, [
    [-r, r * 0.9], [-r, -r * 0.3], [-r * 0.35, r * 0.1], [-r * 0.35, -r * 0.3], [r * 0.3, r * 0.1], [r * 0.4, -r * 1.1],
    [r * 0.85, -r * 1.1], [r, r * 0.9]]),
  // a wall that leans against the water
  dam: (c, r) => {
    polygon(c, [[-r * 0.25, -r * 0.9], [r * 0.25, -r * 0.9], [r, r * 0.9], [-r * 0.25, r * 0.9]]);
    for (const y of [-0.5, 0, 0.5]) { c.moveTo(-r * 1.2, r * y); c.lineTo(-r * 0.45, r * y); }
  },
  // the sign of a valve on a plan: two triangles, tip to tip, and a wheel
  valve: (c, r) => {
    polygon(c, [[-r * 1.1, -r * 0.4], [r * 1.1, r * 0.8], [r * 1.1, -r * 0.4], [-r * 1.1, r * 0.8]]);
    c.moveTo(0, r * 0.2); c.lineTo(0, -r * 0.8); c.moveTo(-r * 0.5, -r * 0.8); c.lineTo(r * 0.5, -r * 0.8);
  },
  flag: (c, r) => {
    polygon(c, [[-r * 0.6, -r * 1.1], [r, -r * 0.6], [-r * 0.6, -r * 0.1]]);
    c.moveTo(-r * 0.6, -r * 1.1); c.lineTo(-r * 0.6, r * 1.1);
  },
  tree: (c, r) => {
    polygon(c, [[0, -r * 1.2], [r * 0.85, r * 0.45], [-r * 0.85, r * 0.45]]);
    c.moveTo(0, r * 0.45); c.lineTo(0, r * 1.1);
  },
  question: (c, r) => {
    c.moveTo(-r * 0.55, -r * 0.5);
    c.bezierCurveTo(-r * 0.55, -r * 1.35, r * 0.65, -r * 1.3, r * 0.55, -r * 0.45);
    c.quadraticCurveTo(r * 0.5, -r * 0.1, 0, r * 0.1); c.lineTo(0, r * 0.4);
    c.moveTo(r * 0.06, r * 0.9); c.arc(0, r * 0.9, r * 0.06, 0, 7);
  },
});
Object.assign(MARKERS, {
  mountain: ["mountain", true], mine: ["mine", false], school: ["school", true], hospital: ["hospital", true],
  airport: ["airport", true], ship: ["ship", true], factory: ["factory", true], dam: ["dam", true],
  valve: ["valve", true], flag: ["flag", true], tree: ["tree", true], question: ["question", false],
});
