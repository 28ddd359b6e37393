// A step that builds up: paragraphs that wait for their press keep their room, so nothing jumps.

feature("reveal", ({scene, reader, on}) => {
  on("arrive", ({step, section, revealed}) => {
    const body = reader.sections[section].querySelector(".sg-body");
    if (!body) return;
    const waiting = (scene.steps[step].reveal || []).slice(clamp(revealed, 0, 1e9)).flatMap(({p}) => p);
    [...body.children].forEach((block, i) => block.classList.toggle("sg-unrevealed", waiting.includes(i)));
  });
});
