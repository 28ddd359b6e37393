// A step that builds up: paragraphs that wait for their press keep their room, so nothing jumps.

feature("reveal", (stage) => {
  const {scene, reader, on} = stage;
  on("arrive", ({step, section, revealed}) => {
    const body = reader.sections[section].querySelector(".sg-body");
    if (!body) return;
    const waiting = (scene.steps[step].reveal || []).slice(clamp(revealed, 0, 1e9)).flatMap(({p}) => p);
    [...body.children].forEach((block, i) => block.classList.toggle("sg-unrevealed", waiting.includes(i)));
  });
  // The paragraph that a press shows, counted from 0; where it changes the map alone, the next that waits.
  stage.part = (section, press) => {
    const waits = (scene.steps[reader.stepOf(section)].reveal || []).slice(press).find(({p}) => p.length);
    return waits ? reader.sections[section].querySelector(".sg-body").children[waits.p[0]] : null;
  };
});
