/** Wakes the modules that enhance a page. Every page works without them. */
