// Looking round: the map follows a drag, a pinch, the buttons and a double click, until the reader
// goes back to the story. The wheel scrolls the story.

function createExplorer(map, camera, {changed, began}) {
  const box = map.getContainer();
  const pointers = new Map();
  const ON_CONTROLS = "button, a, .sg-map-ui *, .leaflet-control";
  let grip = null;

  // Keep a grabbed place under the pointer: turn the globe until it is there again.
  function turnTo(place, x, y, zoom) {
    for (let i = 0; i < 3; i++) {
      camera.place(camera.here.lon, camera.here.lat, zoom);
      const now = map.containerPointToLatLng([x, y]);
      const from = vector(now.lng, now.lat), to = vector(place.lng, place.lat);
      if (angleBetween(from, to) < 1e-7) return;
      const dLon = (place.lng - now.lng + 540) % 360 - 180;
      // near a pole longitudes run together: a small drag must not spin the globe
      const ease = Math.min(1, Math.cos(camera.here.lat * RADIANS) + 0.15);
      camera.place(camera.here.lon + dLon * ease, clamp(camera.here.lat + place.lat - now.lat, -89, 89), zoom);
    }
  }

  function where(event) {
    const edge = box.getBoundingClientRect();
    return [event.clientX - edge.left, event.clientY - edge.top];
  }

  function take() {
    const points = [...pointers.values()];
    const x = points.reduce((sum, p) => sum + p[0], 0) / points.length;
    const y = points.reduce((sum, p) => sum + p[1], 0) / points.length;
    const apart = points.length > 1 ? Math.hypot(points[0][0] - points[1][0], points[0][1] - points[1][1]) : 0;
    grip = {place: map.containerPointToLatLng([x, y]), x, y, apart, zoom: camera.here.zoom};
  }

  box.addEventListener("pointerdown", (event) => {
    if (event.button || event.target.closest(ON_CONTROLS)) return;
    pointers.set(event.pointerId, where(event));
    take();
    grip.fresh = true;
  });
  const release = (event) => {
    if (!pointers.delete(event.pointerId)) return;
    if (pointers.size) take();
  };
  box.addEventListener("pointermove", (event) => {
    if (!pointers.has(event.pointerId)) return;
    if (!event.buttons) { release(event); return; } // let go where the map did not hear of it
    pointers.set(event.pointerId, where(event));
    const points = [...pointers.values()];
    const x = points.reduce((sum, p) => sum + p[0], 0) / points.length;
    const y = points.reduce((sum, p) => sum + p[1], 0) / points.length;
    if (grip.fresh && points.length < 2) {
      if (Math.hypot(x - grip.x, y - grip.y) < 5) return;
      // a finger that moves up or down scrolls the story, though its first moves may come here
      const upright = Math.abs(y - grip.y) > Math.abs(x - grip.x);
      if (event.pointerType === "touch" && upright && getComputedStyle(box).touchAction === "pan-y") return;
    }
    if (grip.fresh) {
      grip.fresh = false;
      camera.stop();
      began();
      try { box.setPointerCapture(event.pointerId); } catch { /* the pointer has gone already */ }
    }
    const apart = points.length > 1 ? Math.hypot(points[0][0] - points[1][0], points[0][1] - points[1][1]) : 0;
    const zoom = apart && grip.apart ? grip.zoom + Math.log2(apart / grip.apart) : grip.zoom;
    turnTo(grip.place, x, y, zoom);
    changed();
  });
  for (const name of ["pointerup", "pointercancel", "lostpointercapture"]) box.addEventListener(name, release);
  box.addEventListener("dblclick", (event) => {
    if (event.target.closest(ON_CONTROLS)) return;
    const [x, y] = where(event);
    zoomBy(1, map.containerPointToLatLng([x, y]));
  });

  function zoomBy(steps, towards = null) {
    began();
    const {lon, lat, zoom} = camera.here;
    const goal = towards ? {lon: towards.lng, lat: towards.lat} : {lon, lat};
    camera.fly({...goal, zoom: clamp(zoom + steps, camera.lowestZoom(), 12)}, changed).then((whole) => { if (whole) changed(); });
  }

  return {zoomBy, wasDrag: () => grip !== null && !grip.fresh};
}
