// ---- The only script that stands in the page as text: it opens the packed one (Leaflet and ours), which opens the data ------------

async function boot() {
  const script = document.createElement("script");
  script.textContent = new TextDecoder().decode(await inflate(document.getElementById("frontmap-script").textContent.trim()));
  document.head.append(script);
}

boot().catch((error) => {
  const box = document.getElementById("loading");
  box.dataset.failed = String(error);
  box.textContent = "This browser is too old to open the map. / Цей браузер застарів. / Este navegador es demasiado antiguo.";
});
