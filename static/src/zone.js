// Before the first paint: tell the server which zone this browser is in, once, and read the page
// again in it. A zone that the address names, or that the reader chose, is left alone.

const root = document.documentElement
const chosen = /(?:^|; )tz=/.test(document.cookie)
const zone = Intl.DateTimeFormat().resolvedOptions().timeZone

if (root.dataset.zoneOrigin === 'address') {
  root.classList.toggle('zone-differs', Boolean(zone) && zone !== root.dataset.zone)
} else if (zone && !chosen && root.dataset.zone !== zone) {
  const secure = location.protocol === 'https:' ? '; secure' : ''
  document.cookie = `browser_tz=${zone}; path=/; max-age=31536000; samesite=lax${secure}`
  // Where cookies are off, the address has to say it; where the zone is not known to the
  // server, the cookie is there already and nothing would change.
  const kept = document.cookie.includes(`browser_tz=${zone}`)
  const tried = sessionStorage.getItem('zone') === zone
  if (!tried) {
    sessionStorage.setItem('zone', zone)
    if (kept) {
      location.reload()
    } else {
      const here = new URL(location.href)
      here.searchParams.set('tz', zone)
      location.replace(here)
    }
  }
}
