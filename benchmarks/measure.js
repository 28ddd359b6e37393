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
    if (story) {
      story.go(section);
      this.isFlying = () => story.state().flying;
      return;
    }
    let on = true;
    const map = this.map();
    map.once("moveend", () => { on = false; });
    map.flyTo([lat, lon], zoom, {duration: 1.5});
    this.isFlying = () => on;
  },
  // A flight: how long each of its frames took.
  flight(section, view) {
    const frames = [];
    return new Promise((done) => {
      let last = performance.now();
      const frame = () => {
        const now = performance.now();
        frames.push(now - last);
        last = now;
        // the frame that lands carries what is done on arrival, and belongs there
        if (this.isFlying()) requestAnimationFrame(frame); else { this.landed = last; done(frames); }
      };
      requestAnimationFrame(frame);
      this.set(section, view);
    });
  },
  // The second after a flight: its longest frame.
  arrival() {
    return new Promise((done) => {
      let last = this.landed, longest = 0;
      const frame = () => {
        const now = performance.now();
        longest = Math.max(longest, now - last);
        last = now;
        if (now - this.landed < 1000) requestAnimationFrame(frame); else done(longest);
      };
      requestAnimationFrame(frame);
    });
  },
};
