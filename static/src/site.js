// What JavaScript adds; every page works without it.

import './site.css'

// Times of another zone than the reader's: say so, where the address asked for them.
if (document.documentElement.classList.contains('zone-differs')) {
  for (const notice of document.querySelectorAll('.other-zone')) notice.hidden = false
}

// An address to copy selects itself.
for (const field of document.querySelectorAll('[data-copy]')) {
  field.addEventListener('focus', () => field.select())
}
