// Find the place: a name is asked, the reader points at a map without names.

feature("quiz", (stage) => {
  const {root, scene, packed, painter, container, commands, mode} = stage, {quiz} = scene;
  const panel = root.querySelector(".sg-quiz");
  if (!quiz || !panel || !packed[quiz.l]) return;
  const part = (name) => panel.querySelector(`.sg-quiz-${name}`);
  const layer = scene.layers[quiz.l], data = packed[quiz.l];
  const state = stateFrom(scene, quiz.show);
  let round = 0, asked = [], turn = 0, guess = null, results = [], from = null;

  const isOn = () => mode.tool === "quiz", isAsking = () => isOn() && turn < asked.length && guess === null;
  const nameOfPlace = (feature) => String(layer.features[feature][2]);
  // what bears the key of a place that is asked belongs to it
  const isPart = (feature) => (other) => layer.features[other][0] === layer.features[feature][0];

  function begin() {
    from = from || {section: stage.section(), revealed: stage.revealed()};
    round += 1;
    asked = roundOf(quiz.places, quiz.count, round);
    turn = 0;
    results = [];
    panel.hidden = false;
    document.documentElement.classList.add("sg-quizzing");
    stage.setMode({tool: "quiz"});
    ask();
  }

  function ask() {
    guess = null;
    part("count").textContent = `${turn + 1} of ${asked.length}`;
    part("ask").textContent = `Where is ${nameOfPlace(asked[turn])}?`;
    part("says").textContent = "";
    part("results").hidden = true;
    part("next").hidden = part("again").hidden = true;
    part("ask").focus({preventScroll: true});
    stage.lend(state, quiz.view);
  }

  // The place, or for an area its nearest border and whether the guess lies inside.
  function measure(feature, place) {
    const eye = painter.eye(), members = Uint8Array.from(layer.features.keys(), isPart(feature));
    const level = data.level(0), v = vector(...place);
    let best = null, least = Infinity, area = false;
    for (let p = 0; p < level.parts; p++) {
      if (!members[level.feature[p]]) continue;
      area = area || level.kind[p] !== POINT;
      for (let i = level.start[p]; i < level.start[p + 1]; i++) {
        const here = [level.xyz[3 * i], level.xyz[3 * i + 1], level.xyz[3 * i + 2]];
        const away = angleBetween(v, here);
        if (away < least) { least = away; best = here; }
      }
    }
    eye.around = eye.middle;
    eye.project(eye, ...v);
    const inside = area && !at.hidden && areaUnder(level, members, eye, at.x, at.y) !== null;
    return {...wayTo(place, lonLat(best)), place: lonLat(best), inside, area};
  }

  function take(x, y) {
    if (!isAsking()) return;
    const edge = container.getBoundingClientRect();
    const spot = lonLat(painter.eye().unproject(x - edge.left, y - edge.top));
    const feature = asked[turn], way = measure(feature, spot), name = nameOfPlace(feature);
    const found = way.area ? way.inside : way.km <= quiz.near;
    guess = {spot, ...way, name, found};
    results.push(guess);
    part("says").textContent = way.area
      ? found ? `Yes, inside ${name}.` : `Outside: the nearest part of ${name} is ${aboutSoFar(way.km)} to the ${way.wind}.`
      : `${found ? "Found" : "Not quite"}: ${name} is ${aboutSoFar(way.km)} to the ${way.wind} of your cross.`;
    if (way.km < 1 && found && !way.area) part("says").textContent = `Found: exactly there.`;
    panel.dataset.found = found ? "yes" : "no";
    if (way.area) painter.show(withTarget(feature), 1);
    painter.paint();
    part("next").hidden = false;
    part("next").textContent = turn + 1 < asked.length ? "Next" : "The score";
    part("next").focus({preventScroll: true});
  }

  function withTarget(feature) {
    const only = [...layer.features.keys()].filter(isPart(feature));
    return stateFrom(scene, [...quiz.show.filter(({l}) => l !== quiz.l), {l: quiz.l, quiet: true, only, emphasis: true}]);
  }

  function next() {
    if (!isOn() || guess === null) return;
    turn += 1;
    if (turn < asked.length) { ask(); return; }
    guess = null;
    const right = results.filter(({found}) => found).length;
    const mean = results.reduce((sum, {km, inside}) => sum + (inside ? 0 : km), 0) / results.length;
    part("count").textContent = `Round ${round}`;
    part("ask").textContent = `${right} of ${results.length} found`;
    part("says").textContent = `On average you were ${aboutSoFar(mean)} off. A place counts as found within ${quiz.near.toLocaleString(document.documentElement.lang || "en")} km.`;
    delete panel.dataset.found;
    part("results").replaceChildren(...results.map(({name, km, found, inside}) => {
      const item = document.createElement("li");
      item.className = found ? "sg-yes" : "sg-no";
      item.textContent = `${name}: ${inside ? "inside" : kilometres(km)}`;
      return item;
    }));
    part("results").hidden = false;
    part("next").hidden = true;
    part("again").hidden = false;
    part("again").focus({preventScroll: true});
    stage.lend(state, quiz.view); // the list is longer than a question
  }

  // The map goes back to the story, at the step where it was.
  function end({back = true} = {}) {
    if (panel.hidden) return;
    panel.hidden = true;
    asked = [];
    results = [];
    guess = null;
    const to = from;
    from = null;
    document.documentElement.classList.remove("sg-quizzing");
    if (isOn()) stage.setMode({tool: ""});
    if (back) { stage.takeBack(); stage.reader.go(to.section, {revealed: to.revealed, smooth: false}); }
  }

  // in pixels of the canvas
  function boxOfPanel(ratio) {
    const edge = container.getBoundingClientRect(), box = panel.getBoundingClientRect();
    return {left: (box.left - edge.left) * ratio, right: (box.right - edge.left) * ratio, top: (box.top - edge.top) * ratio, bottom: (box.bottom - edge.top) * ratio};
  }

  function paint({c, eye}) {
    if (!isOn()) return;
    const shown = guess ? [guess] : turn >= asked.length ? results : [];
    c.save();
    for (const one of shown) drawGuess(c, eye, one);
    nameGuesses(c, eye, shown, [boxOfPanel(eye.pixelRatio)]);
    c.restore();
  }

  container.addEventListener("click", (event) => {
    if (isAsking() && !event.target.closest(".sg-map-ui > *") && !stage.explorer.wasDrag()) take(event.clientX, event.clientY);
  });
  stage.on("paint", paint);
  stage.on("arrive", () => end({back: false}));
  stage.on("mode", () => { if (!isOn()) end(); });
  commands.add("quiz", {run: begin});
  commands.add("quiz again", {when: isOn, run: begin});
  commands.add("quiz next", {keys: ["Enter"], when: () => isOn() && guess !== null, run: next});
  commands.add("quiz guess", {keys: ["Enter"], when: isAsking, run: () => take(stage.cursor.x, stage.cursor.y)});
  commands.add("quiz end", {keys: ["Escape"], when: isOn, run: () => end()});
});
