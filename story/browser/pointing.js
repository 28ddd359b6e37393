// Pointing at the map: what is under the pointer tells what it is; a click or tap pins that.

feature("pointing", (stage) => {
  const {map, container, ui, scene, painter, labeller, camera} = stage;
  const box = ui.querySelector(".sg-tip"), tip = createTip(box, scene);
  const isOnControls = (event) => event.target.closest(".sg-map-ui > *");
  let due = 0;
  const underAt = (x) => (stage.second && x > stage.second.divider() ? [stage.second.painter, []] : [painter, labeller.placed()]);

  // The ground is everywhere: its areas tell of themselves when they are clicked, and not whenever
  // the pointer passes over them. A layer that lies under most steps is ground where a step names it, too.
  const under = new Set(scene.steps.flatMap(({show}) => show.filter(({base}) => base).map(({l}) => l)));
  function isGround({state}, {layer, feature}) {
    const shown = state()[layer];
    if (!under.has(layer) || shown.only || shown.emphasis || isMarked(shown, feature)) return false;
    return styleOf(scene.layers[layer], shown, feature).kind === "area";
  }

  function pointAt(event, pin) {
    cancelAnimationFrame(due);
    if (stage.mode.tool === "quiz") return; // it would tell the answer
    due = requestAnimationFrame(() => {
      const edge = container.getBoundingClientRect();
      const x = event.clientX - edge.left, y = event.clientY - edge.top;
      const [from, placed] = underAt(x), met = featureAt(scene, from, placed, x, y);
      const found = met && (pin || !isGround(from, met)) ? met : null;
      container.style.cursor = found ? "pointer" : "";
      if (found) stage.highlight(scene.layers[found.layer].name, scene.layers[found.layer].features[found.feature][0]);
      else stage.highlight(null, null);
      tell(found, x, y, pin);
    });
  }

  function tell(found, x, y, pin) {
    const size = map.getSize();
    tip.show(found, x, y, {left: 8, top: 8, right: size.x - 8, bottom: size.y - 8}, pin);
  }
  stage.tell = tell; // {layer, feature} or null, where (CSS pixels), and whether it stays

  container.addEventListener("pointermove", (event) => {
    if (event.buttons || camera.isFlying() || event.pointerType === "touch") return;
    if (isOnControls(event)) { if (!tip.isPinned()) tip.hide(); return; }
    pointAt(event, false);
  });
  container.addEventListener("pointerleave", () => {
    cancelAnimationFrame(due);
    if (tip.isPinned()) return;
    tip.hide();
    stage.highlight(null, null);
  });
  container.addEventListener("click", (event) => {
    if (isOnControls(event) || stage.explorer.wasDrag()) return;
    pointAt(event, true);
  });
  function close() {
    const wasInside = box.contains(document.activeElement);
    tip.hide();
    stage.highlight(null, null);
    if (wasInside) stage.say("untold");
  }
  box.querySelector("button").addEventListener("click", close);
  // a box that stays is closed first, before Escape leaves anything else
  stage.whenBegun(() => stage.commands.add("tip", {keys: ["Escape"], when: tip.isPinned, run: close}));
  document.addEventListener("keydown", (event) => { if (event.key === "Escape") tip.hide(); });
  stage.on("arrive", () => { tip.hide(); stage.highlight(null, null); });
  stage.on("explore", tip.hide);
});
