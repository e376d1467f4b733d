/// The description of the whole HTTP API, and a page to browse it.
@NullMarked
package io.waymark.recommend.docs;

import org.jspecify.annotations.NullMarked;
