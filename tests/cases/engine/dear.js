// A flight whose frames are dear: how wide its canvas is on the way and after it, in pixels, and whether
// a pixel of a small copy was ever bare.
(async () => {
  const story = window.storyglobe.stories[0], canvas = document.querySelector(".leaflet-storyglobe-pane canvas");
  const copy = document.createElement("canvas");
  copy.width = 40; copy.height = 24;
  const c = copy.getContext("2d", {willReadFrequently: true});
  const isBare = () => {
    c.clearRect(0, 0, copy.width, copy.height);
    c.drawImage(canvas, 0, 0, copy.width, copy.height);
    return c.getImageData(0, 0, copy.width, copy.height).data.some((value, i) => i % 4 === 3 && value < 255);
  };
  const flying = [], full = canvas.width;
  let bare = isBare() ? 1 : 0;
  story.go(9);
  do {
    await new Promise(requestAnimationFrame);
    for (const until = performance.now() + 15; performance.now() < until;); // the frame is dear
    flying.push(canvas.width);
    if (isBare()) bare++;
  } while (story.state().flying);
  while (story.state().placing) {
    await new Promise(requestAnimationFrame);
    if (isBare()) bare++;
  }
  return {full, flying: Math.min(...flying), rest: canvas.width, bare};
})()
