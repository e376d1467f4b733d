/// Which model answers which user while a tenant tries several, and what became of it.
@NullMarked
package io.waymark.recommend.experiments;

import org.jspecify.annotations.NullMarked;
