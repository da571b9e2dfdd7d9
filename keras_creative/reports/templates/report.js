"use strict";

for (const player of document.querySelectorAll(".player")) {
  const controls = player.querySelector(".controls");
  if (!controls) continue;
  const frames = [...player.querySelectorAll("img")];
  const button = controls.querySelector("button");
  const slider = controls.querySelector("input");
  const output = controls.querySelector("output");
  let timer = null;
  const show = (index) => {
    frames.forEach((frame, i) => { frame.hidden = i !== index; });
    output.textContent = frames[index].dataset.label;
    slider.value = index;
    slider.setAttribute("aria-valuetext", frames[index].dataset.label);
  };
  const stop = () => {
    clearInterval(timer);
    timer = null;
    button.classList.remove("playing");
  };
  const next = () => show((Number(slider.value) + 1) % frames.length);
  slider.addEventListener("input", () => {
    stop();
    show(Number(slider.value));
  });
  button.addEventListener("click", () => {
    if (timer) return stop();
    button.classList.add("playing");
    timer = setInterval(next, Math.max(100, 3000 / frames.length));
    next();
  });
  controls.hidden = false;
}

for (const svg of document.querySelectorAll(".chart svg")) {
  const output = svg.parentElement.querySelector("output");
  const cursor = svg.querySelector(".cursor");
  const last = [...output.childNodes];
  const curves = JSON.parse(svg.dataset.curves);
  const [low, high, left, right, top, bottom] =
    svg.dataset.range.split(",").map(Number);
  const epochs = [...new Set(curves.flatMap((c) => c.points.map((p) => p[0])))];
  const leave = () => {
    cursor.setAttribute("d", "");
    output.replaceChildren(...last);
  };
  svg.addEventListener("pointermove", (event) => {
    const box = svg.getBoundingClientRect();
    const share = (event.clientX - box.left) / box.width;
    const x = share * svg.viewBox.baseVal.width;
    const wanted = low + (x - left) / (right - left) * (high - low);
    const epoch = epochs.reduce((a, b) =>
      Math.abs(b - wanted) < Math.abs(a - wanted) ? b : a);
    const place = left + (epoch - low) / (high - low) * (right - left);
    cursor.setAttribute("d", `M${place} ${top}V${bottom}`);
    output.replaceChildren(`epoch ${epoch}:`);
    curves.forEach((curve, i) => {
      const point = curve.points.find((p) => p[0] === epoch);
      if (!point) return;
      const value = document.createElement("span");
      value.className = `run-${i % 6}`;
      value.textContent = point[1];
      output.append(" ", value);
    });
  });
  svg.addEventListener("pointerleave", leave);
  svg.addEventListener("pointercancel", leave);
}
