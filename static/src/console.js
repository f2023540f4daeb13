// The organizers' console, over site.js. It works without this; what is here saves steps.

import './console.css'
import './editor.css'
import './editor.js'
