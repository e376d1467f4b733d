@NullMarked
package io.waymark.model.scan;

import org.jspecify.annotations.NullMarked;
