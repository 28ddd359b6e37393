(() => {
  const {flightBetween, vector} = window.storyglobe.core;
  const R = 6371000, M0 = 40075016.686 / 256, faults = [];
  const places = [[128, 50, 6], [70, 37, 7], [100, 78, 3], [-170, 66, 5], [37, 55, 9], [10, -40, 4]];
  const dot = (a, b) => a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
  for (const across of [330, 640, 1000]) for (const p of places) for (const q of places) {
    if (p === q) continue;
    const [from, to] = [p, q].map(([lon, lat, zoom]) => ({lon, lat, zoom}));
    const way = flightBetween(from, to, across), both = [];
    if (way.lasts > 2500) faults.push(['long', from, to, way.lasts]);
    for (const [share, end] of [[0, from], [1, to]]) {
      const at = way.at(share);
      if (1 - dot(vector(at.lon, at.lat), vector(end.lon, end.lat)) > 1e-9) faults.push(['end', from, to]);
      if (Math.abs(at.zoom - end.zoom) > 1e-6) faults.push(['zoom', from, to]);
    }
    for (let i = 0; i <= 60; i++) {
      const at = way.at(i / 60), centre = vector(at.lon, at.lat), scale = R / M0 * 2 ** at.zoom;
      // Lambert's equal-area plane: the distance of a place from the middle of the view
      const off = [from, to].map((end) => scale * Math.sqrt(2 - 2 * dot(centre, vector(end.lon, end.lat))));
      both.push(Math.max(...off) <= across / 2);
    }
    if (!both.some(Boolean)) faults.push(['never both ends', from, to, across]);
  }
  return faults;
})()
