import { arrange } from "./stage.mjs";

/** How long a step and a scroll take, in the middle of 100,000 steps and on the largest fabric. Printed, never judged. */
export async function measure(stage) {
  for (const sample of ["long", "long-sections", "big"]) {
    const page = await stage.openPage({ width: 900, height: 1000, scale: 1 });
    await arrange(page, { sample });
    const figures = await page.evaluate(async () => {
      const frame = () => new Promise((ok) => requestAnimationFrame(() => setTimeout(ok)));
      const list = document.querySelector(".steps");
      const time = async (count, act) => {
        const times = [];
        for (let i = 0; i < count; i += 1) {
          const start = performance.now();
          act(i);
          times.push(performance.now() - start);
          await frame();
        }
        times.sort((a, b) => a - b);
        return { median: times[Math.floor(count / 2)], worst: times.at(-1) };
      };
      const key = (name) => () => globalThis.dispatchEvent(new KeyboardEvent("keydown", { key: name }));
      const frames = async (count, act) => {
        const times = [];
        let last = performance.now();
        for (let i = 0; i < count; i += 1) {
          act(i);
          await new Promise((ok) => requestAnimationFrame(ok));
          times.push(performance.now() - last);
          last = performance.now();
        }
        times.sort((a, b) => a - b);
        return { median: times[Math.floor(count / 2)], worst: times.at(-1) };
      };
      key("Home")();
      await frame();
      return {
        "script per step": await time(200, key("ArrowRight")),
        "frame while stepping": await frames(200, key("ArrowRight")),
        "frame while scrolling": await frames(200, (i) => (list.scrollTop = (list.scrollHeight / 200) * i)),
        "frame while zooming": await frames(12, key("+")),
      };
    });
    for (const [what, { median, worst }] of Object.entries(figures))
      console.log(`${sample}: ${what}: median ${median.toFixed(1)} ms, worst ${worst.toFixed(1)} ms`);
    await page.context().close();
  }
}
