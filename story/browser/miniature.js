// Small pictures of steps, drawn by the same painter on a map that nobody sees.

// draw(canvas, step, revealed) fills the canvas, whose width and height are those of the pictures.
function createMiniatures(stage, {width, height, names = false}) {
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
  const free = {left: 8, right: width - 8, top: 8, bottom: height - 8};
  const camera = createCamera(map, () => free);
  const painter = createPainter(map, camera, stage.scene, stage.packed);
  const labeller = names ? createLabeller(stage.scene, painter) : null;
  if (labeller) painter.onTop((c, eye) => labeller.draw(c, eye, 1));

  function draw(canvas, step, revealed = Infinity) {
    const {scene} = stage, [lon, lat, wide, high, zoom] = scene.steps[step].view;
    const state = stateOf(scene, step, revealed);
    // a view with a zoom of its own is meant for the whole screen
    const smaller = Math.log2(width / Math.max(width, window.innerWidth));
    painter.show(state, 1);
    camera.jump(camera.frameOf([lon, lat, wide, high, zoom === null ? null : zoom + smaller]));
    if (labeller) labeller.place(camera.here.zoom, free, []);
    painter.paint();
    canvas.width = painter.canvas.width;
    canvas.height = painter.canvas.height;
    canvas.getContext("2d").drawImage(painter.canvas, 0, 0);
  }
  return {draw};
}
