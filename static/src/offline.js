// On my agenda: keep it, the pages of its sessions and what they are made of, for when the network
// is away. The words say when it was seen, in the reader's zone, as the server wrote them.
const seen = document.querySelector('[data-seen]')
if (seen && navigator.serviceWorker && !document.querySelector('[data-kept]')) {
  const parts = () =>
    performance
      .getEntriesByType('resource')
      .map((one) => one.name)
      .concat([...document.querySelectorAll('link[rel="stylesheet"], link[rel="icon"]')].map((one) => one.href))
      .concat([...document.scripts].map((one) => one.src))
      .filter((one) => one.includes('/static/build/'))
  const keep = async () => {
    try {
      await navigator.serviceWorker.register('/sw.js', { scope: '/' })
      const { active } = await navigator.serviceWorker.ready
      const links = [...document.querySelectorAll('[data-keep]')].map((one) => one.href)
      active.postMessage({
        pages: [location.href, ...new Set(links)],
        parts: [...new Set(parts())],
        words: seen.textContent.trim(),
      })
    } catch {
      // Without it, everything works but offline.
    }
  }
  if (document.readyState === 'complete') keep()
  else window.addEventListener('load', keep)
}
