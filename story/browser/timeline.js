// A slider of years over a dated layer. It stands at the end of the story's own time, or with "Since
// then" at its last year; what came after is marked as later wherever it shows.

// The state of a step with its dated layer as it was in a year.
function stateInYear(scene, step, revealed, year) {
  const state = stateOf(scene, step, revealed), {time} = scene.steps[step];
  if (!time || !state[time.l]) return state;
  const possible = time.only ? new Set(time.only) : null;
  const there = time.years.flatMap((from, i) => (from <= year && (!possible || possible.has(i)) ? [i] : []));
  state[time.l] = {...state[time.l], only: new Set(there)};
  return state;
}

feature("timeline", (stage) => {
  const {scene, root, ui, painter} = stage;
  const sliders = new Map();
  scene.steps.forEach(({id, time}, step) => {
    const element = time && root.querySelector(`[id="${id}"] .sg-time`);
    if (!element) return;
    ui.append(element);
    sliders.set(step, createSlider(element, time, (year) => showYear(step, year)));
  });
  let turning = 0, later = false;

  function showYear(step, year) {
    const state = stateInYear(scene, step, stage.revealed(), year), mine = ++turning;
    const began = performance.now(), still = isStill();
    const frame = (now) => {
      if (mine !== turning) return;
      const share = still ? 1 : clamp((now - began) / 260, 0, 1);
      painter.show(state, share);
      painter.paint();
      if (share < 1) requestAnimationFrame(frame); else stage.rest();
    };
    frame(performance.now());
  }

  function arrive({step, revealed}) {
    turning += 1;
    later = stage.mode.later;
    for (const [of, slider] of sliders) slider.show(of === step, later);
    ui.classList.toggle("sg-has-time", sliders.has(step));
    if (later && sliders.has(step)) painter.show(stateInYear(scene, step, revealed, scene.steps[step].time.last), 0);
  }
  stage.on("arrive", arrive);
  stage.on("mode", (mode) => {
    if (mode.later === later) return;
    later = mode.later;
    const slider = sliders.get(stage.step());
    if (slider) showYear(stage.step(), slider.show(true, later));
  });
  stage.on("explore", ({on}) => { if (on) turning += 1; });
  if (stage.step() !== undefined) arrive({step: stage.step()});
});

const YEAR_MS = 700;

function createSlider(element, time, changed) {
  const range = element.querySelector("input"), play = element.querySelector("button");
  const year = element.querySelector("output"), since = element.querySelector(".sg-time-since");
  element.style.setProperty("--sg-until", (time.until - time.first) / (time.last - time.first));
  let timer = 0;

  function tell() {
    const now = Number(range.value), later = now > time.until;
    year.textContent = now;
    since.hidden = !later;
    element.classList.toggle("sg-time-later", later);
    range.setAttribute("aria-valuetext", later ? `${now}, since the time of the story` : String(now));
  }

  function stop() {
    clearInterval(timer);
    timer = 0;
    play.setAttribute("aria-pressed", "false");
    play.textContent = "▶";
  }

  function go(to) {
    range.value = to;
    tell();
    changed(Number(range.value));
  }

  range.addEventListener("input", () => { stop(); go(range.value); });
  play.addEventListener("click", () => {
    if (timer) { stop(); return; }
    // to the end of the story's time first; only a reader who is there goes beyond it
    const now = Number(range.value), end = now >= time.until && now < time.last ? time.last : time.until;
    play.setAttribute("aria-pressed", "true");
    play.textContent = "❚❚";
    go(now >= end ? time.first : now + 1);
    timer = setInterval(() => {
      if (Number(range.value) >= end) { stop(); return; }
      go(Number(range.value) + 1);
    }, YEAR_MS);
  });
  return {
    show(on, later) {
      stop();
      element.hidden = !on;
      range.value = later ? time.last : time.until;
      tell();
      return Number(range.value);
    },
  };
}
