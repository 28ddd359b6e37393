// The share of pixels that flights are drawn in, by what their frames take (ms).
(async () => {
  const after = async (...flights) => {
    let now = 0;
    const thrift = window.storyglobe.core.createThrift(() => now), shares = [];
    for (const took of flights) {
      thrift.begin();
      for (let i = 0; i < 12; i++) {
        thrift.measure();
        now += took;
        await new Promise((heard) => { const {port1, port2} = new MessageChannel(); port1.onmessage = heard; port2.postMessage(null); });
      }
      shares.push(thrift.share());
    }
    return shares;
  };
  return [await after(2, 2), await after(20, 20), await after(20, 5), await after(20, 1, 1, 1)];
})()
