// A picture whose grey tells the latitude, in one half of the world, and the longitude in the other.
(async () => {
  const {quickRelief, slowRelief, createLAEA} = window.storyglobe.core;
  const source = document.createElement("canvas");
  source.width = 2048; source.height = 853;
  const s = source.getContext("2d"), image = s.createImageData(2048, 853);
  for (let i = 0; i < 2048 * 853; i++) {
    const lon = (i % 2048 + 0.5) / 2048 * 360 - 180, lat = 90 - (Math.floor(i / 2048) + 0.5) / 853 * 150;
    const grey = lat > 30 ? (lon + 180) / 360 * 250 : (lat + 60) / 90 * 250;
    image.data.set([grey, grey, grey, 255], 4 * i);
  }
  s.putImageData(image, 0, 0);
  const bitmap = await createImageBitmap(source);
  const wanted = ({lat, lng}) => (lat > 30 ? (lng + 180) / 360 * 250 : (lat + 60) / 90 * 250);
  const crs = createLAEA(), faults = [], width = 300, height = 200;
  const canvas = document.createElement("canvas"), quick = quickRelief(canvas, bitmap);
  for (const [lon, lat] of [[100, 60], [-175, 66], [20, 10], [60, 88]]) {
    crs.setCentre(lon, lat);
    const scale = 110, eye = {width, height, x0: 140, y0: 90, scale, frame: crs.frame, up: crs.frame.slice(6),
      horizon: 2 * Math.sin(55 * Math.PI / 180) * scale, metres: 6371000 / scale, pixelRatio: 1, shrunk: () => eye};
    const pictures = [];
    if (quick) { quick(eye, 1); pictures.push(["quick", canvas]); }
    await new Promise((done) => {
      const slow = slowRelief(bitmap, () => { if (slow.has(eye, false)) done(); });
      slow.has(eye, false);
      pictures.push(["slow", slow.canvas]);
    });
    for (const [name, picture] of pictures) {
      const copy = document.createElement("canvas");
      copy.width = width; copy.height = height;
      const c = copy.getContext("2d");
      if (name === "quick") quick(eye, 1); // what it drew may be gone after a pause
      c.drawImage(picture, 0, 0);
      const pixels = c.getImageData(0, 0, width, height).data;
      for (let y = 5; y < height; y += 9) for (let x = 5; x < width; x += 9) {
        const plane = L.point((x + 0.5 - eye.x0) / scale * 6371000, (eye.y0 - y - 0.5) / scale * 6371000);
        if (Math.hypot(plane.x, plane.y) > 6371000 * 1.55) continue;
        const place = crs.projection.unproject(plane);
        // next to the seam, to the change of picture, to its end and to the pole a pixel says nothing
        if (Math.abs(place.lat - 30) < 4 || Math.abs(Math.abs(place.lng) - 180) < 8 || place.lat < -55 || place.lat > 80) continue;
        const off = Math.abs(pixels[4 * (y * width + x)] - wanted(place));
        if (off > 5) faults.push([name, lon, lat, x, y, place.lng, place.lat, off]);
      }
    }
  }
  return {faults: faults.slice(0, 5), quick: quick !== null};
})()
