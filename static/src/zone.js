// Before the first paint: tell the server which zone this browser is in, once, and read the page
// again in it. A zone that the address names, or that the reader chose, is left alone.

const root = document.documentElement
const cookies = () => document.cookie.split('; ')
const chosen = cookies().find((one) => one.startsWith('tz='))?.slice(3)
const zone = Intl.DateTimeFormat().resolvedOptions().timeZone

if (root.dataset.zoneOrigin === 'address') {
  const own = chosen || zone
  root.classList.toggle('zone-differs', Boolean(own) && own !== root.dataset.zone)
} else if (zone && !chosen && root.dataset.zone !== zone) {
  const told = `browser_tz=${zone}`
  // A cookie that is there already has done what it can: the server does not know this zone.
  if (!cookies().includes(told)) {
    const secure = location.protocol === 'https:' ? '; secure' : ''
    document.cookie = `${told}; path=/; max-age=31536000; samesite=lax${secure}`
    const here = new URL(location.href)
    if (cookies().includes(told)) {
      location.reload()
    } else if (!here.searchParams.has('tz')) {
      // Where cookies are off, the address has to say it.
      here.searchParams.set('tz', zone)
      location.replace(here)
    }
  }
}
