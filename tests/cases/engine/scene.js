// What the painter makes of a layer seen from a place: for each pixel whether it is green.
(async () => {
  const {scene, packed, lon, lat, zoom, size} = @@WANTED@@;
  const box = document.createElement("div"), island = document.createElement("div");
  box.style.cssText = `position: fixed; left: 0; top: 0; width: ${size}px; height: ${size}px`;
  for (const [name, text] of [["sg-layer-scene", scene], ["sg-layer-packed", packed]]) {
    const script = island.appendChild(document.createElement("script"));
    script.type = "application/json";
    script.className = name;
    script.textContent = text;
  }
  document.body.append(box, island);
  const map = L.map(box, {crs: L.CRS.StoryLAEA, center: [lat, lon], zoom, zoomSnap: 0, zoomAnimation: false});
  const layer = window.storyglobe.layer(island).addTo(map);
  await layer.ready;
  await new Promise((done) => { setTimeout(done); }); // it is painted once it is ready
  const canvas = map.getPane("storyglobe").querySelector("canvas");
  const copy = document.createElement("canvas");
  copy.width = copy.height = size;
  const c = copy.getContext("2d", {willReadFrequently: true});
  c.drawImage(canvas, 0, 0, size, size);
  const {data} = c.getImageData(0, 0, size, size);
  let green = "";
  for (let i = 0; i < data.length; i += 4) {
    // the sea is (219, 230, 236): where two parts meet, less than a quarter of it may shine through
    green += data[i] < 55 && data[i + 1] > 230 && data[i + 2] < 60 ? "1" : "0";
  }
  map.remove();
  box.remove();
  return green;
})()
