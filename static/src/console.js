// The organizers' console, over site.js. It works without this; what is here saves steps.

import './console.css'
import './publish.css'
import './publish.js'
