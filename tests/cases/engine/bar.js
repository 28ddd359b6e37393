// What the scale bar says, how long it is, and the places that its ends would mark in the map's middle.
(() => {
  const story = window.storyglobe.stories[0], {map} = story, box = document.querySelector(".sg-bearings");
  const {lon, lat} = story.state().camera, middle = map.latLngToContainerPoint([lat, lon]);
  const pixels = parseFloat(getComputedStyle(box.querySelector(".sg-scale"), "::after").width);
  const ends = [-0.5, 0.5].map((share) => map.containerPointToLatLng([middle.x + share * pixels, middle.y]));
  return {text: box.querySelector(".sg-scale-length").textContent, pixels, ends: ends.map(({lng, lat}) => [lng, lat])};
})()
