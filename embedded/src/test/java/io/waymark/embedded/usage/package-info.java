@NullMarked
package io.waymark.embedded.usage;

import org.jspecify.annotations.NullMarked;
