// Two maps of one place, parted by a divider: the left one is the stage's own, the right one lies
// over it, cut at the divider.

const CAPTION_GAP = 14; // pixels beside the divider

feature("swipe", (stage) => {
  const {scene, map, ui, root, camera, packed} = stage;
  if (!scene.steps.some(({swipe}) => swipe)) return;
  const second = createPainter(map, camera, scene, packed), names = createLabeller(scene, second);
  const handle = ui.appendChild(document.createElement("div"));
  handle.className = "sg-swipe";
  handle.tabIndex = 0;
  for (const [name, value] of Object.entries({role: "slider", "aria-orientation": "horizontal", "aria-valuemin": 0, "aria-valuemax": 100, "aria-label": "Divider between the two maps"})) {
    handle.setAttribute(name, value);
  }
  const captions = ["left", "right"].map((side) => {
    const caption = ui.appendChild(document.createElement("p"));
    caption.className = `sg-swipe-caption sg-swipe-${side}`;
    return caption;
  });
  let share = 0.5, on = false, wait = 0, widths = [0, 0];
  second.onTop((c, eye) => names.draw(c, eye, stage.alpha()));
  const painted = {moving: second.sketch, resting: () => second.paint(true), names: second.paintNames};

  const divider = () => {
    const free = stage.freeArea();
    return free.left + (free.right - free.left) * share;
  };

  function draw() {
    const x = divider();
    stage.painter.within([0, x]);
    second.within([x, map.getSize().x]);
    handle.style.left = `${x}px`;
    second.canvas.style.clipPath = `inset(0 0 0 ${x}px)`;
    captions[0].style.right = `${map.getSize().x - x + CAPTION_GAP}px`;
    captions[1].style.left = `${x + CAPTION_GAP}px`;
    const free = stage.freeArea(), room = [x - free.left, free.right - x];
    captions.forEach((caption, i) => { caption.style.visibility = widths[i] + CAPTION_GAP <= room[i] ? "" : "hidden"; });
    handle.setAttribute("aria-valuenow", Math.round(share * 100));
    const [left, right] = captions.map((caption) => caption.textContent);
    handle.setAttribute("aria-valuetext", `${Math.round(share * 100)} per cent ${left}, the rest ${right}`);
  }

  function turnOn(step) {
    const {swipe, id} = scene.steps[step];
    on = Boolean(swipe);
    stage.second = on ? {painter: second, divider, names, placing} : null;
    for (const element of [handle, ...captions]) element.hidden = !on;
    ui.classList.toggle("sg-has-swipe", on);
    second.canvas.style.display = on ? "" : "none";
    if (!on) { stage.painter.within(null); return; }
    share = 0.5;
    const words = root.querySelectorAll(`[id="${id}"] .sg-swipe-names span`);
    captions.forEach((caption, i) => { caption.textContent = words[i].dataset.name; });
    widths = captions.map(({offsetWidth}) => offsetWidth);
    second.show(stateFrom(scene, swipe.show), 1);
    draw();
    second.sketch(); // it is painted in full when the map rests
  }

  stage.on("arrive", ({step}) => turnOn(step));
  stage.on("paint", ({how}) => { if (on) { draw(); painted[how](); } });
  function placing(taken) {
    const x = divider(), size = map.getSize();
    return names.placing(camera.here.zoom, {left: x + 8, right: size.x - 8, top: 32, bottom: size.y - 8}, taken);
  }

  function moveTo(to) {
    share = clamp(to, 0, 1);
    draw(); // both maps are there in full
    clearTimeout(wait);
    wait = setTimeout(() => { if (!stage.isBusy()) stage.rest(); }, 120);
  }
  handle.addEventListener("pointerdown", (event) => {
    event.preventDefault();
    event.stopPropagation();
    handle.focus({preventScroll: true});
    handle.setPointerCapture(event.pointerId);
  });
  handle.addEventListener("pointermove", (event) => {
    if (!handle.hasPointerCapture(event.pointerId)) return;
    event.stopPropagation();
    const free = stage.freeArea(), x = event.clientX - map.getContainer().getBoundingClientRect().left;
    moveTo((x - free.left) / (free.right - free.left));
  });
  const steps = {ArrowLeft: -0.02, ArrowDown: -0.02, ArrowRight: 0.02, ArrowUp: 0.02, PageDown: -0.1, PageUp: 0.1, Home: -1, End: 1};
  handle.addEventListener("keydown", (event) => {
    if (!(event.key in steps) || !isPlain(event)) return;
    event.preventDefault();
    event.stopPropagation();
    moveTo(share + steps[event.key]);
  });
  turnOn(stage.step());
});
