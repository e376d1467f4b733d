@NullMarked
package io.waymark.embedded.streams;

import org.jspecify.annotations.NullMarked;
