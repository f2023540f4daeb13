// The organizers' console, over site.js. It works without this; what is here saves steps.

import './console.css'
import './desk.css'
import './editor.css'
import './editor.js'
import './publish.css'
import './availability.css'
import './publish.js'
import './run.js'
import './edit.js'

// On a phone the ways stand in a row that scrolls: show where in it one is.
document.querySelector('.console-nav [aria-current]')?.scrollIntoView({ block: 'nearest', inline: 'center' })
