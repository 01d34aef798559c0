// Copies values, and follows the request log: the server renders all rows, this only says when to fetch them anew.
document.addEventListener("click", (event) => {
  const button = event.target.closest("button.copy");
  if (!button) return;
  navigator.clipboard.writeText(button.dataset.copy).then(() => {
    const before = button.textContent;
    button.textContent = "Copied";
    setTimeout(() => { button.textContent = before; }, 2000);
  });
});

const live = document.getElementById("live");
if (live) {
  let due = null;
  const stream = new EventSource(live.dataset.stream);
  const refresh = () => {
    due ??= setTimeout(() => { due = null; htmx.trigger("#rows", "refresh"); }, 300);
  };
  stream.onopen = () => { live.textContent = "Following: new calls show up by themselves."; };
  stream.onerror = () => { live.textContent = "Not following at the moment; trying again."; };
  stream.addEventListener("request", refresh);
}
