// What a page does while it is watched. Installed before the page's own scripts.
window.watch = {
  // When the first frame with the map in it was done.
  painted: new Promise((done) => {
    const look = () => requestAnimationFrame(() => setTimeout(() => done(performance.now())));
    const {mark} = performance; // ours says when it has drawn, Leaflet draws in the frame that is due
    performance.mark = (name, ...more) => {
      if (name === "storyglobe-painted") look();
      return mark.call(performance, name, ...more);
    };
    document.addEventListener("DOMContentLoaded", () => { if (!window.storyglobe) look(); });
  }),
  map: () => window[document.querySelector(".folium-map").id],
  isFlying: () => false,
  // Set out for a view: a section of ours, or a place on a map of Folium's.
  set(section, [lat, lon, zoom]) {
    const story = window.storyglobe?.stories?.[0];
    let on = true;
    this.isFlying = () => on;
    if (story) {
      story.go(section);
      story.settled().then(() => { on = false; });
      return;
    }
    const map = this.map();
    map.once("moveend", () => { on = false; });
    map.flyTo([lat, lon], zoom, {duration: 1.5});
  },
  // A flight: how long each of its frames took. `arrived` is then a promise of the longest frame of the
  // second after it; the frame that lands carries what is done on arrival, and belongs there.
  flight(section, view) {
    const frames = [];
    let last = performance.now(), landed = 0, longest = 0;
    return new Promise((land) => {
      this.arrived = new Promise((rest) => {
        const frame = () => {
          const now = performance.now();
          if (!landed && !this.isFlying()) { landed = last; land(frames); }
          if (landed) longest = Math.max(longest, now - last); else frames.push(now - last);
          last = now;
          if (landed && now - landed > 1000) rest(longest); else requestAnimationFrame(frame);
        };
        requestAnimationFrame(frame);
      });
      this.set(section, view);
    });
  },
};
