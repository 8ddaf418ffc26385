importScripts("/assets/javascripts/page-worker.js")
