// Runs once, with the browser's rights: keeps what pages ask for and complain about.
// arguments[0]: the source of firefox_frame.js, loaded beside every page.
const problems = (window.storyglobeProblems = []);

Services.obs.addObserver(
  {
    observe(channel) {
      const { loadInfo, URI } = channel.QueryInterface(Ci.nsIHttpChannel);
      // What the browser itself fetches (its lists, its updates) is no doing of the page.
      if (!loadInfo?.triggeringPrincipal?.isSystemPrincipal) problems.push(`request: ${URI.spec}`);
    },
  },
  "http-on-opening-request",
);

Services.console.registerListener({
  observe(message) {
    if (!(message instanceof Ci.nsIScriptError)) return;
    const { category, errorMessage, flags, sourceName } = message;
    const own = category === "chrome javascript" || /^(chrome|resource|moz-extension):/.test(sourceName);
    if (own || flags & Ci.nsIScriptError.infoFlag) return;
    const warning = flags & Ci.nsIScriptError.warningFlag;
    const kind = category.startsWith("CSP_") ? "csp" : warning ? "console.warning" : "error";
    problems.push(`${kind}: ${errorMessage}`);
  },
});

Services.mm.addMessageListener("storyglobe:problem", ({ data }) => problems.push(data));
Services.mm.loadFrameScript(`data:,${encodeURIComponent(arguments[0])}`, true);
