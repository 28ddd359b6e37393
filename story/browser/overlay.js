// A packed layer as a layer of Leaflet's, on any map: `storyglobe.layer(element)` makes one from the
// islands in the element. All packed layers of a map are painted on one canvas, as a story is.

const PackedLayer = window.L && L.Layer.extend({
  initialize(element) {
    const read = (name) => element.querySelector(name).textContent;
    this.scene = {...JSON.parse(read(".sg-layer-scene")), label: null, ranked: false};
    this.packed = null;
    this.ready = inflate(read(".sg-layer-packed")).then((bytes) => { this.packed = decode(bytes); });
    element.remove();
  },
  onAdd(map) {
    const board = boardOf(map);
    board.add(this);
    this.ready.then(board.refresh);
  },
  onRemove(map) { boardOf(map).remove(this); },
  bringToFront() { return this; },
  getAttribution: () => null,
});

const boards = new WeakMap();

function boardOf(map) {
  if (!boards.has(map)) boards.set(map, createBoard(map));
  return boards.get(map);
}

// The canvas of a map with all its packed layers, in the order in which they were first added.
function createBoard(map) {
  const scene = {layers: [], steps: []}, packed = [], members = [], shown = new Set();
  const crs = map.options.crs, globe = typeof crs.setCentre === "function";
  const camera = {
    globe, isFlying: () => false, offset: () => new L.Point(0, 0),
    get here() { const {lat, lng} = map.getCenter(); return {lon: lng, lat, zoom: map.getZoom()}; },
    metresPerPixel: ({lat, zoom}) => METRES_AT_ZOOM_0 / 2 ** zoom * (globe ? 1 : Math.cos(lat * RADIANS)),
  };
  const painter = createPainter(map, camera, scene, packed);
  painter.canvas.classList.add("leaflet-zoom-hide"); // while Leaflet scales its panes it would be in the wrong place
  let tip = null, due = 0;

  function refresh() {
    members.forEach((layer, i) => { packed[i] = layer.packed; });
    painter.show(members.map((layer) => (shown.has(layer) ? {only: null, alpha: 1, skip: null, mark: null, style: null} : null)), 1);
    painter.paint();
  }

  function add(layer) {
    if (!members.includes(layer)) { members.push(layer); scene.layers.push(layer.scene); packed.push(null); }
    shown.add(layer);
    refresh();
  }

  function remove(layer) {
    shown.delete(layer);
    refresh();
  }

  function facts({layer, feature}) {
    const {popup, features} = scene.layers[layer], list = document.createElement("dl");
    popup.forEach(([title, unit], i) => {
      const value = (features[feature][4] || [])[i];
      if (value === null || value === undefined || value === "") return;
      const name = document.createElement("dt"), said = document.createElement("dd");
      name.textContent = title;
      said.textContent = spoken(value) + (unit ? `\u00a0${unit}` : "");
      list.append(name, said);
    });
    return list.children.length ? list : null;
  }

  function pointed(event) {
    const {x, y} = event.containerPoint, found = featureAt(scene, painter, [], x, y);
    return found && {place: event.latlng, content: facts(found)};
  }

  // With the keyboard the arrows move the map, as they do without us; Enter tells what lies in its middle,
  // and Escape goes back to the map.
  const container = map.getContainer(), cross = createCross(container);
  const isFocused = () => container.matches(":focus-visible");
  for (const type of ["focus", "blur"]) container.addEventListener(type, () => { cross.hidden = !isFocused(); });
  container.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.target !== container) return;
    const middle = map.getSize().divideBy(2);
    const found = pointed({containerPoint: middle, latlng: map.containerPointToLatLng(middle)});
    if (!found || !found.content) return;
    event.preventDefault();
    found.content.tabIndex = -1; // what is told is read out
    map.openPopup(found.content, found.place);
    found.content.addEventListener("keydown", ({key}) => { if (key === "Escape") map.closePopup(); });
    found.content.focus({preventScroll: true});
    map.once("popupclose", () => container.focus({preventScroll: true}));
  });
  map.on("mousemove", (event) => {
    cancelAnimationFrame(due);
    due = requestAnimationFrame(() => {
      const found = pointed(event);
      if (!found || !found.content) { if (tip) tip.remove(); return; }
      tip = tip || L.tooltip({sticky: true});
      tip.setLatLng(found.place).setContent(found.content).addTo(map);
    });
  });
  map.on("mouseout", () => { cancelAnimationFrame(due); if (tip) tip.remove(); });
  map.on("click", (event) => {
    const found = pointed(event);
    if (found && found.content) map.openPopup(found.content, found.place);
  });
  map.on("move zoom viewreset resize moveend", () => painter.paint());
  return {add, remove, refresh};
}

// Where the keyboard points: shown while the map has its focus.
function createCross(container) {
  const cross = container.appendChild(document.createElement("div"));
  cross.hidden = true;
  cross.setAttribute("aria-hidden", "true");
  Object.assign(cross.style, {
    position: "absolute", left: "50%", top: "50%", width: "14px", height: "14px", margin: "-9px", zIndex: 450,
    border: "2px solid #1d2429", borderRadius: "50%", boxShadow: "0 0 0 2px #fff", pointerEvents: "none",
  });
  return cross;
}
