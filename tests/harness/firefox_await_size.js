new Promise((done, fail) => {
  const [width, height] = SIZE;
  const deadline = performance.now() + 10000;
  const look = () => {
    if (innerWidth === width && innerHeight === height) done();
    else if (performance.now() > deadline) fail(new Error(`stayed ${innerWidth} × ${innerHeight}`));
    else requestAnimationFrame(look);
  };
  look();
})
