// ---- Opening what is packed as gzip + base64, without any request. Stands in the page itself and in the packed script. ----------

async function inflate(base64) {
  const binary = atob(base64);
  const bytes = new Uint8Array(binary.length);
  for (let i = 0; i < bytes.length; i++) bytes[i] = binary.charCodeAt(i);
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

function blockText(id) {
  return document.getElementById(id).textContent.trim();
}
