import { Chart, registerables } from 'chart.js';

/** Four charts on canvases, with a legend and numbers in elements beside them. */
Chart.register(...registerables);
const LABELS = Array.from({ length: 24 }, (_, hour) => `${String(hour)}:00`);
const state = { turn: 0 };
const valuesOf = (series: number) => LABELS.map((_, hour) => (hour * (5 + series) + series * 7 + state.turn * 11) % 40);
const charts = (['bar', 'line', 'bar', 'line'] as const).map(
  (type, place) =>
    new Chart(document.querySelectorAll('canvas')[place] ?? 'no canvas', {
      type,
      data: {
        labels: LABELS,
        datasets: ['North', 'South'].map((label, series) => ({ label, data: valuesOf(series + place) })),
      },
      options: { responsive: false, animation: { duration: 60 } },
    }),
);

function draw(): void {
  charts.forEach((chart, place) => {
    chart.data.datasets.forEach((dataset, series) => (dataset.data = valuesOf(series + place)));
    chart.update();
  });
  const numbers = document.querySelector('#numbers');
  if (!numbers) return;
  const cells = LABELS.map((label, hour) => `<td title="${label}">${String(valuesOf(0)[hour])}</td>`);
  numbers.innerHTML = `<tr>${cells.join('')}</tr>`;
}

document.querySelector('#next')?.addEventListener('click', () => {
  state.turn += 1;
  draw();
});
document.querySelector('#back')?.addEventListener('click', () => {
  state.turn -= 1;
  draw();
});
draw();
