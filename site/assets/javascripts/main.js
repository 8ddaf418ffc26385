// What every page has. A page's own elements are named in its front matter (`scripts: [verify.js]`).
import "./large-text.js"
import "./menu.js"
import "./session.js"
