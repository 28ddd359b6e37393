// Folium's popups call jQuery for two things: the elements of a piece of HTML, and "when ready".
window.$ = window.jQuery = window.jQuery || function (what) {
  if (what === document) {
    return {ready: (run) => (document.readyState === "loading"
      ? document.addEventListener("DOMContentLoaded", run) : run())};
  }
  const holder = document.createElement("template");
  holder.innerHTML = String(what).trim();
  return holder.content.children;
};
