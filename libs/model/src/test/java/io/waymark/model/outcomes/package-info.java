@NullMarked
package io.waymark.model.outcomes;

import org.jspecify.annotations.NullMarked;
