// Text that a reader cannot get at: cut off by its box, or beyond the side of the window.
[...document.querySelectorAll(".sg-step.sg-current *, .sg-bar *, .sg-map-ui *, dialog[open] *")]
  .filter((e) => [...e.childNodes].some((n) => n.nodeType === 3 && n.textContent.trim()))
  .filter((e) => e.checkVisibility({visibilityProperty: true}) && !e.closest("svg, .sg-announce, [hidden]"))
  .flatMap((e) => {
    const box = e.getBoundingClientRect(), style = getComputedStyle(e);
    // what is drawn as an icon has its words for screen readers only
    if (!box.width || !box.height || style.clipPath !== "none" || style.color === "rgba(0, 0, 0, 0)") return [];
    // a summary is cut short while it is closed, and whole once it is open
    if (e.closest("summary") && getComputedStyle(e.closest("summary")).textOverflow === "ellipsis") return [];
    const scrolls = (box) => /auto|scroll/.test(getComputedStyle(box).overflowX + getComputedStyle(box).overflowY);
    let holder = e, inScroller = false;
    while ((holder = holder.parentElement)) inScroller = inScroller || scrolls(holder);
    const cut = /hidden|clip/.test(style.overflowX + style.overflowY) && style.textOverflow !== "ellipsis"
      && (e.scrollWidth > e.clientWidth + 1 || e.scrollHeight > e.clientHeight + 1) && e.clientWidth > 0;
    const beyond = !inScroller && (box.right > window.innerWidth + 1 || box.left < -1);
    return cut || beyond ? [`${e.tagName}.${e.className}: ${e.textContent.trim().slice(0, 40)}`] : [];
  })
