// Pictures of steps, drawn by the same painter on a map that nobody sees.

// width and height are CSS pixels, `ratio` the real pixels to one of them; the step's view fills
// `free`. `furnish(painter, camera)` may return {boxes, draw}: where no name may stand, and what is
// drawn there in the end. draw(canvas, step, revealed) makes the canvas as large as the pictures.
function createMiniatures(stage, {width, height, names = false, ratio = 0, free = null, furnish = null}) {
  const box = document.createElement("div");
  box.className = "sg-miniature";
  box.inert = true;
  box.style.cssText = `width:${width}px;height:${height}px`;
  document.body.append(box);
  const globe = typeof stage.map.options.crs.setCentre === "function";
  const map = L.map(box, {
    crs: globe ? L.CRS.StoryLAEA : stage.map.options.crs, center: [0, 0], zoom: 2, zoomSnap: 0,
    zoomControl: false, attributionControl: false, keyboard: false, zoomAnimation: false, fadeAnimation: false,
    trackResize: false,
  });
  const inside = {left: Math.max(8, free ? free.left - 20 : 0), right: width - 8, top: 8, bottom: height - 8};
  const wanted = free || inside;
  const camera = createCamera(map, () => wanted);
  const painter = createPainter(map, camera, stage.scene, stage.packed, ratio);
  const labeller = names ? createLabeller(stage.scene, painter) : null;
  if (labeller) painter.onTop((c, eye) => labeller.draw(c, eye, 1));

  function draw(canvas, step, revealed = Infinity) {
    const {scene} = stage, [lon, lat, wide, high, zoom] = scene.steps[step].view;
    const state = stateOf(scene, step, revealed);
    // a view with a zoom of its own is meant for the whole screen
    const smaller = Math.log2(width / Math.max(width, window.innerWidth));
    painter.show(state, 1);
    camera.jump(camera.frameOf([lon, lat, wide, high, zoom === null ? null : zoom + smaller]));
    const more = furnish ? furnish(painter, camera) : null;
    if (labeller) labeller.place(camera.here.zoom, inside, more ? more.boxes : []);
    painter.paint();
    canvas.width = painter.canvas.width;
    canvas.height = painter.canvas.height;
    const c = canvas.getContext("2d");
    c.drawImage(painter.canvas, 0, 0);
    if (more) { c.scale(canvas.width / width, canvas.height / height); more.draw(c); }
  }

  // The projection's centre is shared: the map on the screen gets its own back.
  function close() {
    map.remove();
    box.remove();
    const {lon, lat, zoom} = stage.camera.here;
    stage.camera.place(lon, lat, zoom);
    stage.painter.paint();
  }
  return {draw, close};
}
